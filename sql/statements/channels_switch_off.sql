-- Switch a channel off by hand, whatever its address: its messages wait.
-- $1 the channel, $2 why, $3 by whom (NULL: who is logged in)
-- columns: none that matter.
INSERT INTO channels_off AS o (channel, address, reason, by_whom) VALUES ($1, '', $2, coalesce($3, session_user))
ON CONFLICT (channel, address) DO UPDATE SET reason = excluded.reason, by_whom = excluded.by_whom
