-- Silence alerts for a while. Officers have no right on the table: the function is the owner's, and says who was
-- logged in.
-- $1 rule, $2 unit code, $3 subject code, $4 severity, $5 at what times (NULL, each: does not matter), $6 until
-- (ms since 1970), $7 reason, $8 by whom
-- columns: id
SELECT silence($1, $2, $3, $4, $5, to_timestamp($6::bigint / 1000.0), $7, $8)
