-- From October on the leader makes the partitions of the next year, see prepare_next_year(). No row: this daemon does
-- not lead.
-- $1 holder, $2 the office's day
-- columns: how many were made; what went wrong (NULL: nothing)
SELECT p.made, p.trouble FROM leader l CROSS JOIN LATERAL prepare_next_year($2::date) AS p WHERE l.holder = $1
