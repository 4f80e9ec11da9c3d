-- The oldest of an asset's paths, found without reading all: there may be thousands of copies.
CREATE INDEX path_by_age ON path(asset_id, mtime_ns);
