/* What the server itself says on a page: logging in, and why there is nothing to see. Part of the catalogue.
 */
#ifndef CORE_CATALOGUE_WEB_H
#define CORE_CATALOGUE_WEB_H

#include "core/catalogue.h"

enum web_text {
    WEB_LOGIN,           /* heading, and the button */
    WEB_TOKEN,           /* label of the field */
    WEB_LOGIN_ABOUT,     /* what token is meant */
    WEB_TOKEN_WRONG,     /* no token of ours */
    WEB_TOO_MANY,        /* failed attempts */
    WEB_LOGGED_IN_READ,  /* who is logged in may read */
    WEB_LOGGED_IN_ACT,   /* ... and act */
    WEB_LOGOUT,          /* the button */
    WEB_HOME,            /* a link to the first page */
    WEB_CONTINUE,        /* a link for who is logged in already and came from another site */
    WEB_BAD_REQUEST,     /* 400, a heading each */
    WEB_FORBIDDEN,       /* 403 */
    WEB_NOT_FOUND,       /* 404 */
    WEB_NOT_ALLOWED,     /* 405 */
    WEB_CONFLICT,        /* 409 */
    WEB_UNSUPPORTED,     /* 415 */
    WEB_FAILED,          /* 500 */
    WEB_UNAVAILABLE,     /* 503 */
    WEB_NOT_FOUND_SAY,   /* sentences */
    WEB_MUST_ACT,        /* the token does not allow it */
    WEB_OTHER_NAME,      /* asked under a name that is not ours */
    WEB_TARGET_WRONG,    /* the address makes no sense */
    WEB_FORM_WRONG,      /* what the form sent makes no sense */
    WEB_CROSS_SITE,      /* the form is not of this site */
    WEB_PROOF_WRONG,     /* the form is old */
    WEB_UNAVAILABLE_SAY, /* the database is away */
    WEB_UNSURE_SAY,      /* the same while something was to be stored */
    WEB_BUSY_SAY,        /* too much is asked */
    WEB_FAILED_SAY,      /* see the log */
    WEB_NOT_PERMITTED,   /* the login of the pages may not do that in the database */
    WEB_TEXTS
};

const char *catalogue_web(enum language language, enum web_text text);

#endif
