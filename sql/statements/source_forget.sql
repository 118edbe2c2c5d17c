-- Forget how a source fared, and what it brought. $1 its name.
WITH brought AS (DELETE FROM source_rows WHERE source = $1)
DELETE FROM sources WHERE name = $1
