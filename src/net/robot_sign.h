/* How the robots of DingTalk and Feishu want to be sure of the sender: HMAC-SHA256 in base64 over the time
 * of the attempt, which they compare with their own clock (an hour is let pass). So each attempt is signed
 * anew, and the body that was frozen stays as it is. */
#ifndef NET_ROBOT_SIGN_H
#define NET_ROBOT_SIGN_H

#include <stdint.h>

#include "base/buf.h"

/* DingTalk signs the address: adds `url` with "&timestamp=…&sign=…" ("?" where it has no query). */
void robot_sign_dingtalk(struct buf *out, const char *url, const char *secret, int64_t now_ms);

/* Feishu signs in the body: adds `body`, a JSON object, with "timestamp" and "sign" as its first members.
 * What is no object, as one that was frozen for a channel of another type, stays as it is: the robot refuses
 * it. */
void robot_sign_feishu(struct buf *out, const char *body, const char *secret, int64_t now_s);

#endif
