-- Store a notice and the messages that carry it, all or nothing; where another version has come meanwhile nothing.
-- $1 unit ('': of all together), $2 fiscal year, $3 month, $4 version, $5 whether the daemon sends it, $6 the office's
-- day, $7 clock, $8 due on, $9 late, $10 title, $11 figures, $12 html, $13 changes (JSON); for each message: $14 id,
-- $15 channel, $16 type, $17 body, $18 ms until it may be sent
-- columns: its number; NULL: nothing was written
SELECT send_notice($1, $2::int, $3::int, $4::int, $5::boolean, $6::date, $7::date, $8::date, $9::boolean, $10, $11,
                   $12, $13::jsonb, $14::text[], $15::text[], $16::text[], $17::text[], $18::bigint[])
