/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-remote.h"

#include <libsoup/soup.h>
#include <string.h>

#include "tr-json.h"
#include "tr-trust.h"

#include "trs-exit.h"

#define DEFAULT_URL "http://127.0.0.1:8089"
#define TIMEOUT_SECONDS 10

/* What the commands have in common: where the sandbox is, and what it answered. */
typedef struct
{
  char *url;        /* owned; nullable: as the option named it */
  int port;         /* 0 without the option */
  JsonNode *answer; /* owned; nullable until it answered: an object */
} Remote;

static void
remote_clear (Remote *remote)
{
  g_free (remote->url);
  g_clear_pointer (&remote->answer, json_node_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Remote, remote_clear)

static int
complain (TrsExit code, const char *format, ...) G_GNUC_PRINTF (2, 3);

static int
complain (TrsExit code, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr (TRS_PROGRAM ": %s\n", message);
  return code;
}

/* Without --url or --port: TR_BASE_URL, as --print-env writes it, or the port that the sandbox has by
 * itself. */
static const char *
remote_get_url (Remote *self)
{
  const char *url;

  if (self->url == NULL && self->port != 0)
    self->url = g_strdup_printf ("http://127.0.0.1:%d", self->port);
  url = self->url != NULL ? self->url : g_getenv ("TR_BASE_URL");
  return url != NULL && *url != '\0' ? url : DEFAULT_URL;
}

static SoupMessage *
remote_new_message (Remote *self, const char *path, GHashTable *form)
{
  const char *base = remote_get_url (self);
  gsize length = strlen (base);
  g_autofree char *url = NULL;
  g_autofree char *body = soup_form_encode_hash (form);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  SoupMessage *message;

  while (length > 0 && base[length - 1] == '/')
    length--;
  url = g_strdup_printf ("%.*s/sandbox/%s", (int) length, base, path);
  message = soup_message_new (SOUP_METHOD_POST, url);
  if (message != NULL)
    soup_message_set_request_body_from_bytes (message, SOUP_FORM_MIME_TYPE_URLENCODED, bytes);
  return message;
}

static int
remote_read_answer (Remote *self, SoupMessage *message, GBytes *bytes)
{
  const char *reason = NULL;
  JsonObject *object = NULL;

  self->answer = tr_json_parse_bytes (bytes, NULL);
  if (self->answer == NULL || !tr_json_expect_object (self->answer, &object, NULL))
    return complain (TRS_EXIT_REFUSED, "%s is no Task Router sandbox", remote_get_url (self));
  if (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
    return TRS_EXIT_DONE;

  if (!tr_json_expect_string (object, "message", &reason, NULL))
    reason = soup_message_get_reason_phrase (message);
  return complain (TRS_EXIT_REFUSED, "%s", reason);
}

/* What to do about it is said, too: most who read this have just forgotten something. */
static int
remote_complain (Remote *self, const GError *error)
{
  const char *url = remote_get_url (self);

  if (error->domain == G_TLS_ERROR)
    return complain (TRS_EXIT_REFUSED,
                     "the certificate of %s is not trusted: set " TR_TRUST_VARIABLE " to the file "
                     "that the sandbox named when it was started", url);
  if (g_str_has_prefix (url, "http:") && !g_error_matches (error, G_IO_ERROR,
                                                           G_IO_ERROR_CONNECTION_REFUSED))
    return complain (TRS_EXIT_UNREACHABLE,
                     "no sandbox answers at %s: %s; one with --tls is at an https address", url,
                     error->message);
  return complain (TRS_EXIT_UNREACHABLE,
                   "no sandbox answers at %s: %s; start one with '" TRS_PROGRAM "', or say where "
                   "it is with --url", url, error->message);
}

/* Asks, and says on stderr what went wrong. @path is below /sandbox/. */
static int
remote_ask (Remote *self, const char *path, GHashTable *form)
{
  g_autoptr(SoupMessage) message = remote_new_message (self, path, form);
  g_autoptr(SoupSession) session = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  if (message == NULL)
    return complain (TRS_EXIT_USAGE, "'%s' is no URL", remote_get_url (self));

  /* The sandbox is on this machine, where no proxy leads. */
  session = soup_session_new_with_options ("timeout", TIMEOUT_SECONDS, "proxy-resolver", NULL, NULL);
  if (!tr_trust_apply (session, g_getenv (TR_TRUST_VARIABLE), &error))
    return complain (TRS_EXIT_REFUSED, "%s", error->message);
  bytes = soup_session_send_and_read (session, message, NULL, &error);
  if (bytes == NULL)
    return remote_complain (self, error);
  return remote_read_answer (self, message, bytes);
}

/* Parses @entries, and checks that @n_arguments are left after them. */
static gboolean
remote_parse (Remote *self,
              int *argc,
              char ***argv,
              const GOptionEntry *entries,
              int n_arguments,
              const char *usage)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      complain (TRS_EXIT_USAGE, "%s; usage: " TRS_PROGRAM " %s", error->message, usage);
      return FALSE;
    }
  if (self->port < 0 || self->port > G_MAXUINT16)
    {
      complain (TRS_EXIT_USAGE, "--port must be from 1 to 65535");
      return FALSE;
    }
  if (self->port != 0 && self->url != NULL)
    {
      complain (TRS_EXIT_USAGE, "--url and --port both say where the sandbox is: give one");
      return FALSE;
    }
  if (*argc != n_arguments + 1)
    {
      complain (TRS_EXIT_USAGE, "usage: " TRS_PROGRAM " %s", usage);
      return FALSE;
    }
  return TRUE;
}

/**
 * trs_remote_call:
 * @argc: length of @argv
 * @argv: the command's name and its options
 *
 * Places a caller and prints the call's SID.
 *
 * Returns: a #TrsExit
 */
int
trs_remote_call (int argc, char **argv)
{
  g_auto(Remote) remote = { 0, };
  g_autoptr(GHashTable) form = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *digits = NULL;
  const char *sid = NULL;
  const GOptionEntry entries[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, &remote.url, "", "URL" },
    { "port", 0, 0, G_OPTION_ARG_INT, &remote.port, "", "N" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, "", "NUMBER" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, "", "NUMBER" },
    { "digits", 0, 0, G_OPTION_ARG_STRING, &digits, "", "DIGITS" },
    { NULL },
  };
  int status;

  if (!remote_parse (&remote, &argc, &argv, entries, 0,
                     "call [--url=URL | --port=N] --from=NUMBER [--to=NUMBER] [--digits=DIGITS]"))
    return TRS_EXIT_USAGE;
  if (from == NULL)
    return complain (TRS_EXIT_USAGE, "--from is missing: who calls?");

  g_hash_table_insert (form, (char *) "From", from);
  if (to != NULL)
    g_hash_table_insert (form, (char *) "To", to);
  if (digits != NULL)
    g_hash_table_insert (form, (char *) "Digits", digits);
  status = remote_ask (&remote, "calls", form);
  if (status != TRS_EXIT_DONE)
    return status;
  if (!tr_json_expect_string (json_node_get_object (remote.answer), "sid", &sid, NULL))
    return complain (TRS_EXIT_REFUSED, "%s is no Task Router sandbox", remote_get_url (&remote));
  g_print ("%s\n", sid);
  return TRS_EXIT_DONE;
}

/**
 * trs_remote_hang_up:
 * @argc: length of @argv
 * @argv: the command's name, its options and a call's SID
 *
 * Lets a caller hang up.
 *
 * Returns: a #TrsExit
 */
int
trs_remote_hang_up (int argc, char **argv)
{
  g_auto(Remote) remote = { 0, };
  g_autoptr(GHashTable) form = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  const GOptionEntry entries[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, &remote.url, "", "URL" },
    { "port", 0, 0, G_OPTION_ARG_INT, &remote.port, "", "N" },
    { NULL },
  };

  if (!remote_parse (&remote, &argc, &argv, entries, 1, "hangup [--url=URL | --port=N] CALL_SID"))
    return TRS_EXIT_USAGE;

  escaped = g_uri_escape_string (argv[1], NULL, FALSE);
  path = g_strdup_printf ("calls/%s/hangup", escaped);
  return remote_ask (&remote, path, form);
}

/**
 * trs_remote_phone:
 * @argc: length of @argv
 * @argv: the command's name, its options, a phone's address and how it behaves
 *
 * Says how a phone behaves when it is called.
 *
 * Returns: a #TrsExit
 */
int
trs_remote_phone (int argc, char **argv)
{
  g_auto(Remote) remote = { 0, };
  g_autoptr(GHashTable) form = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *after = NULL;
  gboolean is_new = FALSE;
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  const GOptionEntry entries[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, &remote.url, "", "URL" },
    { "port", 0, 0, G_OPTION_ARG_INT, &remote.port, "", "N" },
    { "after", 0, 0, G_OPTION_ARG_STRING, &after, "", "SECONDS" },
    { "new", 0, 0, G_OPTION_ARG_NONE, &is_new, "", NULL },
    { NULL },
  };

  if (!remote_parse (&remote, &argc, &argv, entries, 2,
                     "phone [--url=URL | --port=N] NUMBER answer|no-answer|busy|ask|machine "
                     "[--after=SECONDS] [--new]"))
    return TRS_EXIT_USAGE;

  escaped = g_uri_escape_string (argv[1], NULL, FALSE);
  path = g_strdup_printf ("phones/%s", escaped);
  g_hash_table_insert (form, (char *) "Behavior", argv[2]);
  if (after != NULL)
    g_hash_table_insert (form, (char *) "After", after);
  if (is_new)
    g_hash_table_insert (form, (char *) "New", (char *) "true");
  return remote_ask (&remote, path, form);
}

/**
 * trs_remote_worker:
 * @argc: length of @argv
 * @argv: the command's name, its options, a worker and the activity to set
 *
 * Sets a worker's activity.
 *
 * Returns: a #TrsExit
 */
int
trs_remote_worker (int argc, char **argv)
{
  g_auto(Remote) remote = { 0, };
  g_autoptr(GHashTable) form = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  const GOptionEntry entries[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, &remote.url, "", "URL" },
    { "port", 0, 0, G_OPTION_ARG_INT, &remote.port, "", "N" },
    { NULL },
  };

  if (!remote_parse (&remote, &argc, &argv, entries, 2,
                     "worker [--url=URL | --port=N] NAME ACTIVITY"))
    return TRS_EXIT_USAGE;

  escaped = g_uri_escape_string (argv[1], NULL, FALSE);
  path = g_strdup_printf ("workers/%s/activity", escaped);
  g_hash_table_insert (form, (char *) "Activity", argv[2]);
  return remote_ask (&remote, path, form);
}
