-- Put a file down with its digest. One that is there already gets the new digest, and the audit trail keeps
-- the old; the same digest changes nothing.
-- $1 path, $2 SHA-256 in hexadecimal, $3 bytes
-- columns: the digest before; NULL: the file is new
WITH before AS (
    SELECT sha256 FROM evidence_files WHERE path = $1
), written AS (
    INSERT INTO evidence_files AS f (path, sha256, bytes) VALUES ($1, $2, $3::bigint)
    ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes
    WHERE (f.sha256, f.bytes) IS DISTINCT FROM (excluded.sha256, excluded.bytes)
)
SELECT (SELECT sha256 FROM before)
