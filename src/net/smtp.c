#include "net/smtp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "base/fault.h"
#include "base/mem.h"
#include "net/answer.h"
#include "net/curl_list.h"
#include "net/failure.h"
#include "net/mail_parts.h"
#include "net/smtp_secret.h"

/* The happy path:
 *
 * - smtp_send() makes an easy handle with everything in it, and starts the thread.
 * - run() drives libcurl until the mail is sent. on_wire() hears of each command as it is sent, on_reply() of
 *   each line that the server says; net/smtp_dialogue.h makes of both what was answered to what.
 * - The thread's last act is to wake the loop. on_end() joins it, which waits for nothing any more, judges,
 *   and closes the handle; on_closed() calls `done`.
 *
 * What can go wrong:
 *
 * - No connection, a certificate that does not verify, no STARTTLS, a connection that breaks: ERR_NET.
 * - The deadline passes: ERR_TIMEOUT.
 * - The server says 4xx or 5xx: that is its answer, whatever libcurl calls it.
 * - The owner gives up: the thread is woken, and libcurl told to abort by on_progress(). Inside libcurl's
 *   waits that blocks, it looks once a second.
 * - The server has taken the mail and does not answer to QUIT: a second, no more.
 * - No thread can be had: smtp_send() says so. */

struct smtp_work {
    struct smtp_sending *sending;
    CURL *easy;
    CURLM *multi;
    curl_mime *mime;
    struct curl_slist *headers, *recipients;
    char reason[CURL_ERROR_SIZE]; /* libcurl's own words of a failure */
    char *where;                  /* "smtp://host:port" */
    struct smtp_secret secret;
    bool wants_tls;
    msec timeout;
    uv_thread_t thread;
    uv_async_t end;
    atomic_bool canceled;

    /* The thread's until it has ended. */
    CURLcode code;
    struct smtp_dialogue dialogue;
};

static bool set_up(struct smtp_work *work, struct err *err);
static bool set_server(struct smtp_work *work, struct err *err);
static bool set_login(struct smtp_work *work, struct err *err);
static bool set_people(struct smtp_work *work);
static bool set_content(struct smtp_work *work, struct err *err);
static void run(void *owner);
static int on_wire(CURL *easy, curl_infotype type, char *data, size_t size, void *owner);
static size_t on_reply(char *line, size_t size, size_t count, void *owner);
static int on_progress(void *owner, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d);
static void on_end(uv_async_t *handle);
static void judge(struct smtp_work *work);
static void on_closed(uv_handle_t *handle);
static void tear_down(struct smtp_work *work);

bool smtp_send(struct smtp_sending *sending, uv_loop_t *loop, smtp_done done)
{
    struct smtp_work *work = mem_alloc(sizeof *work);

    *sending = (struct smtp_sending){.owner = sending->owner,
                                     .settings = sending->settings,
                                     .mail = sending->mail,
                                     .patient = sending->patient,
                                     .work = work,
                                     .done = done};
    work->sending = sending;
    work->dialogue.patient = sending->patient;
    work->timeout = sending->settings->timeout;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(work);
        return err_set(&sending->err, ERR_NET, "libcurl cannot be initialized");
    }
    if (!set_up(work, &sending->err)) {
        tear_down(work);
        return false;
    }
    uv_async_init(loop, &work->end, on_end);
    work->end.data = work;
    if (uv_thread_create(&work->thread, run, work) != 0) {
        /* The handle is open, so this too ends in on_closed(). */
        err_set(&sending->err, ERR_IO, "no thread can be started");
        uv_close((uv_handle_t *)&work->end, on_closed);
    }
    return true;
}

static bool set_up(struct smtp_work *work, struct err *err)
{
    work->easy = curl_easy_init();
    work->multi = curl_multi_init();
    if (work->easy == NULL || work->multi == NULL)
        return err_set(err, ERR_NET, "libcurl cannot be initialized");
    if (!set_server(work, err) || !set_login(work, err) || !set_content(work, err))
        return false;
    if (!set_people(work) || curl_multi_add_handle(work->multi, work->easy) != CURLM_OK)
        return err_set(err, ERR_NET, "the mail cannot be set up");
    return true;
}

/* "host" or "host:port" and nothing else; `ret_url` (may be NULL) is freed by the caller. */
static bool server_url(const char *server, enum smtp_security security, char **ret_url, struct err *err)
{
    static const char *const schemes[] = {"smtp", "smtp", "smtps"};
    static const char *const ports[] = {"587", "25", "465"};
    size_t which = security == SMTP_STARTTLS ? 0 : security == SMTP_PLAIN ? 1 : 2;
    CURLU *parts = curl_url();
    struct buf url = {0};
    char *port = NULL;

    buf_printf(&url, "%s://%s", schemes[which], server);
    bool ok = server[0] != '\0' && strpbrk(server, "/?#@\\ ") == NULL && parts != NULL &&
              curl_url_set(parts, CURLUPART_URL, buf_text(&url), 0) == CURLUE_OK;
    if (ok && curl_url_get(parts, CURLUPART_PORT, &port, 0) != CURLUE_OK)
        buf_printf(&url, ":%s", ports[which]);
    curl_free(port);
    curl_url_cleanup(parts);
    if (ok)
        *ret_url = buf_take(&url);
    buf_free(&url);
    return ok ||
           err_set(err, ERR_CONFIG, "'%.80s' is no mail server; it should be host or host:port", server);
}

static bool set_server(struct smtp_work *work, struct err *err)
{
    const struct smtp_settings *said = work->sending->settings;
    CURL *easy = work->easy;

    if (!server_url(said->server, said->security, &work->where, err))
        return false;
    work->wants_tls = said->security != SMTP_PLAIN;
    bool ok = curl_easy_setopt(easy, CURLOPT_URL, work->where) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, said->security == SMTP_TLS ? "smtps" : "smtp") ==
                   CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_USE_SSL,
                                work->wants_tls ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE) == CURLE_OK;
    ok = ok && (said->ca_file == NULL || curl_easy_setopt(easy, CURLOPT_CAINFO, said->ca_file) == CURLE_OK);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)said->timeout);
    /* Otherwise a name server that hangs would hold up the end of the thread. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    /* The next mail may be for another server, or hours away. */
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, work->reason);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, work);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_reply);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, work);
    /* Nothing is written anywhere: on_wire() looks at the verbs. */
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_wire);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, work);
    curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
    return ok || err_set(err, ERR_NET, "%s: the connection cannot be set up", work->where);
}

static bool set_login(struct smtp_work *work, struct err *err)
{
    const struct smtp_settings *said = work->sending->settings;

    if (said->username == NULL || said->username[0] == '\0')
        return true;
    const char *password = said->password != NULL ? said->password : "";
    if (!work->wants_tls)
        return err_set(err, ERR_CONFIG, "%s: a password is not sent without TLS", work->where);
    if (strlen(said->username) > 1000 || strlen(password) > 10000)
        return err_set(err, ERR_CONFIG, "%s: the login is too long", work->where);
    smtp_secret_init(&work->secret, said->username, password);
    if (curl_easy_setopt(work->easy, CURLOPT_USERNAME, said->username) != CURLE_OK ||
        curl_easy_setopt(work->easy, CURLOPT_PASSWORD, password) != CURLE_OK)
        return err_set(err, ERR_NET, "%s: the login cannot be set up", work->where);
    return true;
}

/* The addresses have been checked by mail_headers(). */
static bool set_people(struct smtp_work *work)
{
    const struct mail *mail = work->sending->mail;
    struct buf box = {0};
    bool ok = true;

    mail_mailbox(&box, mail->from);
    ok = curl_easy_setopt(work->easy, CURLOPT_MAIL_FROM, buf_text(&box)) == CURLE_OK;
    for (size_t i = 0; ok && i < mail->to_count; i++) {
        buf_clear(&box);
        mail_mailbox(&box, mail->to[i]);
        ok = curl_list_add(&work->recipients, buf_text(&box));
    }
    buf_free(&box);
    ok = ok && curl_easy_setopt(work->easy, CURLOPT_MAIL_RCPT, work->recipients) == CURLE_OK;
    return ok && curl_easy_setopt(work->easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L) == CURLE_OK;
}

static bool set_content(struct smtp_work *work, struct err *err)
{
    const char *lines[MAIL_HEADERS_MAX + 1];
    struct arena arena = {0};
    bool ok = mail_headers(work->sending->mail, &arena, lines, err);
    bool added = ok;

    for (size_t i = 0; added && lines[i] != NULL; i++)
        added = curl_list_add(&work->headers, lines[i]);
    arena_free(&arena);
    if (!ok)
        return false;
    return (added && mail_parts_make(work->easy, work->sending->mail, &work->mime, &work->headers) &&
            curl_easy_setopt(work->easy, CURLOPT_MIMEPOST, work->mime) == CURLE_OK &&
            curl_easy_setopt(work->easy, CURLOPT_HTTPHEADER, work->headers) == CURLE_OK) ||
           err_set(err, ERR_NET, "the mail cannot be set up");
}

/* The thread. */
static void run(void *owner)
{
    struct smtp_work *work = owner;
    struct CURLMsg *message;
    int running = 1, left;

    FAULT_POINT(FAULT_BEFORE, FAULT_MAILING);
    work->code = CURLE_ABORTED_BY_CALLBACK;
    while (curl_multi_perform(work->multi, &running) == CURLM_OK && running > 0 &&
           !atomic_load(&work->canceled))
        curl_multi_poll(work->multi, NULL, 0, 1000, NULL);
    while ((message = curl_multi_info_read(work->multi, &left)) != NULL)
        if (message->msg == CURLMSG_DONE)
            work->code = message->data.result;
    curl_multi_remove_handle(work->multi, work->easy);
    FAULT_POINT(FAULT_AFTER, FAULT_MAILING);
    uv_async_send(&work->end);
}

static int on_progress(void *owner, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct smtp_work *work = owner;
    (void)a, (void)b, (void)c, (void)d;

    return atomic_load(&work->canceled) ? 1 : 0;
}

/* libcurl: this goes over the wire. */
static int on_wire(CURL *easy, curl_infotype type, char *data, size_t size, void *owner)
{
    struct smtp_work *work = owner;

    if (type != CURLINFO_HEADER_OUT)
        return 0;
    smtp_dialogue_told(&work->dialogue, data, size);
    if (work->dialogue.phase == SMTP_PHASE_QUIT)
        curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, 1L);
    return 0;
}

/* Taking fewer bytes than offered makes libcurl give up. */
static size_t on_reply(char *line, size_t size, size_t count, void *owner)
{
    struct smtp_work *work = owner;

    return smtp_dialogue_heard(&work->dialogue, line, size * count) ? size * count : 0;
}

void smtp_cancel(struct smtp_sending *sending)
{
    struct smtp_work *work = sending->work;

    if (work == NULL)
        return;
    atomic_store(&work->canceled, true);
    curl_multi_wakeup(work->multi);
}

static void on_end(uv_async_t *handle)
{
    struct smtp_work *work = handle->data;

    uv_thread_join(&work->thread);
    judge(work);
    uv_close((uv_handle_t *)handle, on_closed);
}

static void keep_words(struct smtp_work *work)
{
    struct smtp_sending *sending = work->sending;
    const char *reply = buf_text(&work->dialogue.reply), *refused = buf_text(&work->dialogue.refused);

    if (!smtp_secret_is_in(&work->secret, reply))
        snprintf(sending->reply, sizeof sending->reply, "%s", reply);
    if (refused[0] != '\0' && !smtp_secret_is_in(&work->secret, refused))
        buf_puts(&sending->refused, refused);
}

static void judge(struct smtp_work *work)
{
    const struct smtp_dialogue *said = &work->dialogue;
    struct smtp_sending *sending = work->sending;

    keep_words(work);
    if (work->code == CURLE_OK)
        sending->status = said->status;
    else if (said->refused_for_now > 0 && said->status >= 400)
        sending->status = said->refused_for_now;
    else if (work->code == CURLE_OPERATION_TIMEDOUT)
        err_set(&sending->err, ERR_TIMEOUT, "%s: no answer within %lld ms", work->where,
                (long long)work->timeout);
    else if (work->code == CURLE_ABORTED_BY_CALLBACK)
        err_set(&sending->err, ERR_CANCELED, "canceled");
    else if (said->status >= 400)
        sending->status = said->status;
    else if (work->code == CURLE_USE_SSL_FAILED)
        err_set(&sending->err, ERR_NET, "%s: the server does not offer STARTTLS, and nothing is sent without",
                work->where);
    else
        err_set(&sending->err, ERR_NET, "%s: %s", work->where, failure_words(work->code, work->reason));
}

static void on_closed(uv_handle_t *handle)
{
    struct smtp_work *work = handle->data;
    struct smtp_sending *sending = work->sending;

    tear_down(work);
    sending->done(sending);
}

static void tear_down(struct smtp_work *work)
{
    work->sending->work = NULL;
    curl_easy_cleanup(work->easy);
    curl_multi_cleanup(work->multi);
    curl_mime_free(work->mime);
    curl_slist_free_all(work->headers);
    curl_slist_free_all(work->recipients);
    smtp_secret_wipe(&work->secret);
    smtp_dialogue_done(&work->dialogue);
    free(work->where);
    free(work);
    curl_global_cleanup();
}

void smtp_sending_done(struct smtp_sending *sending)
{
    buf_free(&sending->refused);
}

struct answer smtp_answer(const struct smtp_sending *sending)
{
    struct answer answer = {.kind = ANSWER_SMTP, .status = sending->status};

    if (sending->err.code == ERR_TIMEOUT)
        answer.kind = ANSWER_TIMEOUT;
    else if (sending->err.code == ERR_CONFIG || sending->err.code == ERR_INPUT)
        answer.kind = ANSWER_IMPOSSIBLE;
    else if (sending->err.code != ERR_NONE)
        answer.kind = ANSWER_UNREACHABLE;
    return answer;
}

void smtp_describe(struct buf *out, const struct smtp_sending *sending)
{
    bool taken = sending->status >= 200 && sending->status <= 299;

    if (sending->err.code != ERR_NONE) {
        answer_quote(out, sending->err.text, strlen(sending->err.text));
        return;
    }
    buf_printf(out, "SMTP %d", sending->status);
    if (sending->reply[0] != '\0' && (taken || sending->refused.length == 0)) {
        buf_puts(out, ": ");
        answer_quote(out, sending->reply, strlen(sending->reply));
    }
    if (sending->refused.length > 0) {
        buf_puts(out, taken ? "; not taken for " : ": not taken for ");
        answer_quote(out, buf_text(&sending->refused), sending->refused.length);
    }
}
