-- A library's searches are answered in one of its spaces; the others are being filled, or were left.
ALTER TABLE space ADD COLUMN folder TEXT CHECK (folder LIKE '/%'); -- of one that is not installed
ALTER TABLE space ADD COLUMN is_current INTEGER NOT NULL DEFAULT 0 CHECK (is_current IN (0, 1));

CREATE UNIQUE INDEX current_space ON space(is_current) WHERE is_current;

UPDATE space SET is_current = 1
WHERE id = coalesce(
    (SELECT space_id FROM run ORDER BY id DESC LIMIT 1), (SELECT max(id) FROM space));

-- Of a recording in a space for pictures, say: it is done, though the space has no encoder for it.
ALTER TABLE coverage ADD COLUMN is_unencodable INTEGER NOT NULL DEFAULT 0
    CHECK (is_unencodable IN (0, 1));

ALTER TABLE run ADD COLUMN kind TEXT NOT NULL DEFAULT 'index' CHECK (kind IN ('index', 'migration'));
