-- An officer opens a closed fiscal year again, see reopen_year().
-- $1 fiscal year, $2 who says so (NULL: who is logged in), $3 why
SELECT reopen_year($1::integer, $2, $3)
