#include "net/smtp.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/fault.h"
#include "base/mem.h"
#include "core/mail_address.h"
#include "net/answer.h"
#include "net/failure.h"

/* The happy path:
 *
 * - smtp_send() makes an easy handle with everything in it, and starts the thread.
 * - run() drives libcurl until the mail is sent. on_wire() hears of each command as it is sent, on_reply() of
 *   each line that the server says: so it is known which command a reply belongs to.
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

enum phase { PHASE_BEFORE, PHASE_RECIPIENT, PHASE_DATA, PHASE_TEXT, PHASE_QUIT };

struct smtp_work {
    struct smtp_sending *sending;
    CURL *easy;
    CURLM *multi;
    curl_mime *mime;
    struct curl_slist *headers, *recipients;
    char reason[CURL_ERROR_SIZE]; /* libcurl's own words of a failure */
    char *where;                  /* "smtp://host:port" */
    char *secrets[3];             /* the password, and the two forms it has on the wire */
    bool patient, wants_tls;
    msec timeout;
    uv_thread_t thread;
    uv_async_t end;
    atomic_bool canceled;

    /* The thread's until it has ended. */
    CURLcode code;
    enum phase phase;
    int status;                           /* of the last reply to the last command; 0: none yet */
    struct buf reply;                     /* its words */
    int refused_for_now;                  /* the first 4xx to a recipient */
    struct buf refused;                   /* recipients that were left out */
    char recipient[MAIL_ADDRESS_MAX + 1]; /* the one that was sent last */
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
    work->patient = sending->patient;
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
    if (ok && ret_url != NULL)
        *ret_url = buf_take(&url);
    buf_free(&url);
    return ok ||
           err_set(err, ERR_CONFIG, "'%.80s' is no mail server; it should be host or host:port", server);
}

bool smtp_server_check(const char *server, struct err *err)
{
    return server_url(server, SMTP_STARTTLS, NULL, err);
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

static char *base64_of(const char *bytes, size_t length)
{
    char *text = mem_alloc((length + 2) / 3 * 4 + 1);

    EVP_EncodeBlock((unsigned char *)text, (const unsigned char *)bytes, (int)length);
    return text;
}

/* What AUTH PLAIN sends: NUL, user, NUL, password. */
static char *plain_of(const char *username, const char *password)
{
    size_t user = strlen(username), pass = strlen(password);
    char *both = mem_alloc(user + pass + 2);

    memcpy(both + 1, username, user);
    memcpy(both + user + 2, password, pass);
    char *text = base64_of(both, user + pass + 2);
    OPENSSL_cleanse(both, user + pass + 2);
    free(both);
    return text;
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
    work->secrets[0] = mem_text(password);
    work->secrets[1] = base64_of(password, strlen(password));
    work->secrets[2] = plain_of(said->username, password);
    if (curl_easy_setopt(work->easy, CURLOPT_USERNAME, said->username) != CURLE_OK ||
        curl_easy_setopt(work->easy, CURLOPT_PASSWORD, password) != CURLE_OK)
        return err_set(err, ERR_NET, "%s: the login cannot be set up", work->where);
    return true;
}

static bool append(struct curl_slist **list, const char *text)
{
    struct curl_slist *longer = curl_slist_append(*list, text);

    if (longer != NULL)
        *list = longer;
    return longer != NULL;
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
        ok = append(&work->recipients, buf_text(&box));
    }
    buf_free(&box);
    ok = ok && curl_easy_setopt(work->easy, CURLOPT_MAIL_RCPT, work->recipients) == CURLE_OK;
    return ok && curl_easy_setopt(work->easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L) == CURLE_OK;
}

static bool add_text(curl_mime *alternatives, const char *text, const char *type)
{
    curl_mimepart *part = curl_mime_addpart(alternatives);

    return part != NULL && curl_mime_data(part, text, CURL_ZERO_TERMINATED) == CURLE_OK &&
           curl_mime_type(part, type) == CURLE_OK && curl_mime_encoder(part, "base64") == CURLE_OK;
}

/* The plain text first: a mail program shows the last that it can. */
static bool add_texts(curl_mime *alternatives, const struct mail *mail)
{
    return alternatives != NULL && add_text(alternatives, mail->text, "text/plain; charset=utf-8") &&
           add_text(alternatives, mail->html, "text/html; charset=utf-8");
}

/* Takes over what is put inside. */
static bool add_inside(curl_mime *mixed, curl_mime *inside)
{
    curl_mimepart *part = mixed != NULL ? curl_mime_addpart(mixed) : NULL;

    if (part == NULL || curl_mime_subparts(part, inside) != CURLE_OK) {
        curl_mime_free(inside);
        return false;
    }
    return curl_mime_type(part, "multipart/alternative") == CURLE_OK;
}

/* A type that is none would be a way to add parameters or headers. */
static const char *type_of(const struct mail_attachment *attachment)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&^_.+-/";
    const char *type = attachment->type;

    return type != NULL && strchr(type, '/') != NULL && type[strspn(type, allowed)] == '\0'
               ? type
               : "application/octet-stream";
}

/* libcurl would write a name as it stands, so the header with it is made here. */
static bool add_attachment(curl_mime *mixed, const struct mail_attachment *attachment)
{
    curl_mimepart *part = curl_mime_addpart(mixed);
    struct curl_slist *headers = NULL;
    struct buf line = {0};

    buf_puts(&line, "Content-Disposition: ");
    mail_disposition(&line, attachment->name);
    bool ok = part != NULL && append(&headers, buf_text(&line));
    buf_free(&line);
    if (ok && curl_mime_headers(part, headers, 1) != CURLE_OK) {
        curl_slist_free_all(headers);
        return false;
    }
    return ok && curl_mime_data(part, attachment->data, attachment->length) == CURLE_OK &&
           curl_mime_type(part, type_of(attachment)) == CURLE_OK &&
           curl_mime_encoder(part, "base64") == CURLE_OK;
}

/* multipart/alternative, inside multipart/mixed (which libcurl calls a mail by itself) where something is
 * attached. */
static bool set_parts(struct smtp_work *work)
{
    const struct mail *mail = work->sending->mail;
    curl_mime *texts = curl_mime_init(work->easy);
    bool ok = add_texts(texts, mail);

    if (mail->attachment_count == 0) {
        work->mime = texts;
        ok = ok && append(&work->headers, "Content-Type: multipart/alternative");
    } else {
        work->mime = curl_mime_init(work->easy);
        ok = add_inside(work->mime, texts) && ok;
    }
    for (size_t i = 0; ok && i < mail->attachment_count; i++)
        ok = add_attachment(work->mime, &mail->attachments[i]);
    return ok && curl_easy_setopt(work->easy, CURLOPT_MIMEPOST, work->mime) == CURLE_OK;
}

static bool set_content(struct smtp_work *work, struct err *err)
{
    const char *lines[MAIL_HEADERS_MAX + 1];
    struct arena arena = {0};
    bool ok = mail_headers(work->sending->mail, &arena, lines, err);
    bool added = ok;

    for (size_t i = 0; added && lines[i] != NULL; i++)
        added = append(&work->headers, lines[i]);
    arena_free(&arena);
    if (!ok)
        return false;
    return (added && set_parts(work) &&
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

/* "RCPT TO:<box@example.org> ..." */
static void note_recipient(struct smtp_work *work, const char *data, size_t size)
{
    const char *open = memchr(data, '<', size);
    const char *close = open != NULL ? memchr(open, '>', size - (size_t)(open - data)) : NULL;
    size_t length = close != NULL ? (size_t)(close - open - 1) : 0;

    if (length > MAIL_ADDRESS_MAX)
        length = 0;
    if (length > 0)
        memcpy(work->recipient, open + 1, length);
    work->recipient[length] = '\0';
}

static bool is_verb(const char *data, size_t size, const char *verb)
{
    return size >= 4 && memcmp(data, verb, 4) == 0;
}

/* libcurl: this goes over the wire. Only the verbs of commands are looked at. */
static int on_wire(CURL *easy, curl_infotype type, char *data, size_t size, void *owner)
{
    struct smtp_work *work = owner;

    if (type != CURLINFO_HEADER_OUT)
        return 0;
    if (is_verb(data, size, "QUIT")) {
        /* What was said before stands. */
        work->phase = PHASE_QUIT;
        curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, 1L);
        return 0;
    }
    work->status = 0;
    buf_clear(&work->reply);
    if (is_verb(data, size, "RCPT")) {
        work->phase = PHASE_RECIPIENT;
        note_recipient(work, data, size);
    } else if (is_verb(data, size, "DATA")) {
        work->phase = PHASE_DATA;
    }
    return 0;
}

/* One more refusal for the list. */
static void note_refusal(struct smtp_work *work)
{
    if (work->status < 500 && work->refused_for_now == 0)
        work->refused_for_now = work->status;
    buf_printf(&work->refused, "%s%s (SMTP %d: %s)", work->refused.length > 0 ? ", " : "", work->recipient,
               work->status, buf_text(&work->reply));
}

/* A line of a reply: "250-SIZE 1000" and more to come, or "250 OK" and no more. Of a reply of several lines
 * the words are put together. Taking fewer bytes than offered makes libcurl give up. */
static size_t on_reply(char *line, size_t size, size_t count, void *owner)
{
    struct smtp_work *work = owner;
    size_t offered = size * count, length = offered;

    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
        length--;
    if (work->phase == PHASE_QUIT || length < 3 || !isdigit((unsigned char)line[0]) ||
        !isdigit((unsigned char)line[1]) || !isdigit((unsigned char)line[2]))
        return offered;
    work->status = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    if (length > 4 && work->reply.length < SMTP_REPLY_KEPT) {
        if (work->reply.length > 0)
            buf_putc(&work->reply, ' ');
        buf_add(&work->reply, line + 4, length - 4);
    }
    if (length > 3 && line[3] == '-')
        return offered;
    if (work->phase == PHASE_DATA && work->status == 354) {
        FAULT_POINT(FAULT_DURING, FAULT_MAILING);
        work->phase = PHASE_TEXT;
        work->status = 0;
        buf_clear(&work->reply);
    }
    if (work->phase == PHASE_RECIPIENT && work->status >= 400) {
        note_refusal(work);
        if (work->status < 500 && work->patient)
            return 0;
    }
    return offered;
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

/* Whether the text holds a secret, or a word of it is a part of one: servers that do not know a command quote
 * it, sometimes cut. */
static bool leaks(const struct smtp_work *work, const char *text)
{
    enum { PART = 8 };
    struct buf word = {0};
    bool found = false;

    for (size_t i = 0; i < 3; i++)
        if (work->secrets[i] != NULL && work->secrets[i][0] != '\0' && strstr(text, work->secrets[i]) != NULL)
            return true;
    while (!found && *text != '\0') {
        size_t length = strcspn(text, " \t\"'<>()");
        buf_clear(&word);
        buf_add(&word, text, length);
        for (size_t i = 0; i < 3 && length >= PART; i++)
            found =
                found || (work->secrets[i] != NULL && strcasestr(work->secrets[i], buf_text(&word)) != NULL);
        text += length + (text[length] != '\0');
    }
    buf_free(&word);
    return found;
}

static void keep_words(struct smtp_work *work)
{
    struct smtp_sending *sending = work->sending;

    if (!leaks(work, buf_text(&work->reply)))
        snprintf(sending->reply, sizeof sending->reply, "%s", buf_text(&work->reply));
    if (work->refused.length > 0 && !leaks(work, buf_text(&work->refused)))
        buf_puts(&sending->refused, buf_text(&work->refused));
}

static void judge(struct smtp_work *work)
{
    struct smtp_sending *sending = work->sending;

    keep_words(work);
    if (work->code == CURLE_OK)
        sending->status = work->status;
    else if (work->refused_for_now > 0 && work->status >= 400)
        sending->status = work->refused_for_now;
    else if (work->code == CURLE_OPERATION_TIMEDOUT)
        err_set(&sending->err, ERR_TIMEOUT, "%s: no answer within %lld ms", work->where,
                (long long)work->timeout);
    else if (work->code == CURLE_ABORTED_BY_CALLBACK)
        err_set(&sending->err, ERR_CANCELED, "canceled");
    else if (work->status >= 400)
        sending->status = work->status;
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
    for (size_t i = 0; i < 3; i++) {
        if (work->secrets[i] != NULL)
            OPENSSL_cleanse(work->secrets[i], strlen(work->secrets[i]));
        free(work->secrets[i]);
    }
    buf_free(&work->reply);
    buf_free(&work->refused);
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
