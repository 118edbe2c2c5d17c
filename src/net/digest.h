/* A short digest of a text, by which a change is noticed. The keys in addresses are too long to be guessed,
 * and so cannot be found by it. */
#ifndef NET_DIGEST_H
#define NET_DIGEST_H

/* The first 64 bits of SHA-256, in hex. */
enum { DIGEST_TEXT = 16 + 1 };
const char *digest_short(const char *text, char digest[static DIGEST_TEXT]); /* returns `digest` */

#endif
