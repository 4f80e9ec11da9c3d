-- How near segments come by chance to queries: what scores and the cut-off are read from. Learnt
-- anew after runs; without rows, scores are cosines.
CREATE TABLE noise_floor (
    space_id INTEGER NOT NULL REFERENCES space(id) ON DELETE CASCADE,
    query_modality TEXT NOT NULL CHECK (query_modality IN ('image', 'audio', 'text')),
    asset_type TEXT NOT NULL CHECK (asset_type IN ('image', 'audio', 'video')),
    segment_modality TEXT NOT NULL CHECK (segment_modality IN ('image', 'audio', 'text')),
    cutoff REAL NOT NULL,
    scale REAL NOT NULL CHECK (scale > 0),
    PRIMARY KEY (space_id, query_modality, asset_type, segment_modality)
) STRICT, WITHOUT ROWID;
