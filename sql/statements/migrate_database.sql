-- What kind of database this is; works also where nothing of ours is in it yet.
-- columns: whether it has our schema, its encoding
SELECT to_regclass('public.schema_migrations') IS NOT NULL, current_setting('server_encoding')
