-- Looks for rows that refer to nothing, and puts down what it found. Only where cities are gathered: elsewhere
-- nothing gets past the references.
-- columns: table, what its rows lack, how many (0: none any more), the first examples, whether that is news
WITH found AS MATERIALIZED (
    SELECT f.* FROM find_orphans(5) f WHERE EXISTS (SELECT FROM cities_now())
), gone AS (
    DELETE FROM orphans o
    WHERE NOT EXISTS (SELECT FROM found f WHERE f.fact = o.fact AND f.lacks = o.lacks)
    RETURNING o.fact, o.lacks
), was AS MATERIALIZED (
    SELECT fact, lacks FROM orphans
), put AS (
    INSERT INTO orphans (fact, lacks, total, examples)
    SELECT fact, lacks, total, examples FROM found
    ON CONFLICT (fact, lacks) DO UPDATE SET total = excluded.total, examples = excluded.examples, looked_at = now()
)
SELECT f.fact, f.lacks, f.total, array_to_string(f.examples, ', '),
    NOT EXISTS (SELECT FROM was w WHERE w.fact = f.fact AND w.lacks = f.lacks)
FROM found f
UNION ALL
SELECT fact, lacks, 0, '', true FROM gone
ORDER BY 1, 2
