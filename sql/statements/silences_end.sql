-- End a silence before its time; what it kept back is looked at again.
-- $1 id, $2 by whom
-- columns: how many: 0 where it does not stand
SELECT unsilence($1::bigint, $2)
