-- Forget what a source brought, since it takes nothing out any more, or fills another table.
-- $1 its name, $2 the kind of which it is kept (NULL: none).
DELETE FROM source_rows WHERE source = $1 AND kind IS DISTINCT FROM $2
