-- Notices that were sent, in the order of sending, without their texts.
-- $1 fiscal year and $2 month (NULL: every), $3 unit (NULL: every), $4 minutes east of UTC of the office
-- columns: id, unit, its name today (NULL: there is no such unit), fiscal year, month, version, made at (UTC), made at
--          (the office's time), who was logged in, whether the daemon sent it, clock, due on, late, title, how many
--          changes; its messages as a JSON list of objects: id, channel, state ("forgotten": it was settled long ago)
SELECT n.id, n.unit_code, u.name, n.fiscal_year, n.month, n.version,
       to_char(n.made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(n.made_at AT TIME ZONE 'UTC' + make_interval(mins => $4::int), 'YYYY-MM-DD HH24:MI:SS'),
       n.session_user_name, n.by_daemon, n.clock, n.due_on, n.late, n.title, jsonb_array_length(n.changes),
       coalesce((SELECT json_agg(json_build_object('id', c.message_id, 'channel', c.channel,
                                                   'state', coalesce(m.state, 'forgotten'))
                                 ORDER BY c.channel COLLATE "C")
                 FROM message_notices c LEFT JOIN messages m ON m.id = c.message_id
                 WHERE c.notice_id = n.id), '[]')
FROM notices n LEFT JOIN units u ON u.code = n.unit_code
WHERE ($1::smallint IS NULL OR n.fiscal_year = $1::smallint) AND ($2::smallint IS NULL OR n.month = $2::smallint)
    AND ($3::text IS NULL OR n.unit_code = $3 COLLATE "C")
ORDER BY n.id
