-- An officer closes a fiscal year, see close_year().
-- $1 fiscal year, $2 who says so (NULL: who is logged in), $3 why (NULL: not said)
SELECT close_year($1::integer, $2, $3)
