/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-head.h"

#include <string.h>

#define MAX_METHOD 32
#define MAX_FIELDS 100
#define MAX_LENGTH_DIGITS 18 /* of Content-Length: more than anybody has, and no overflow */

/* RFC 9110, section 5.6.2: all that is seen, but for delimiters. */
static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (g_ascii_isgraph (c) && strchr ("\"(),/:;<=>?@[\\]{}", c) == NULL);
}

static gboolean
is_token (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!is_token_char (text[i]))
        return FALSE;
    }
  return length > 0;
}

/* What may stand in a field's value: no control characters but the tab (RFC 9110, section 5.5). */
static gboolean
is_value (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) text[i];

      if ((c < ' ' && c != '\t') || c == 0x7f)
        return FALSE;
    }
  return TRUE;
}

/* ---- The first line ---- */

/* A path and a query; of a whole address (RFC 9112, section 3.2.2), what comes after the host. */
static gboolean
read_target (TrsHead *self, const char *text, gsize length)
{
  g_autofree char *target = g_strndup (text, length);
  const char *path = target;
  char *query;

  for (gsize i = 0; i < length; i++)
    {
      if ((guchar) target[i] <= ' ' || (guchar) target[i] >= 0x7f || target[i] == '#')
        return FALSE;
    }
  if (g_ascii_strncasecmp (target, "http://", 7) == 0 ||
      g_ascii_strncasecmp (target, "https://", 8) == 0)
    {
      path = strstr (target, "//") + 2;
      path += strcspn (path, "/?");
    }
  else if (*target != '/' && !g_str_equal (target, "*"))
    return FALSE;

  query = strchr (path, '?');
  self->query = query != NULL ? g_strdup (query + 1) : NULL;
  self->raw_path = query != NULL ? g_strndup (path, (gsize) (query - path)) : g_strdup (path);
  if (*self->raw_path == '\0')
    {
      g_free (self->raw_path);
      self->raw_path = g_strdup ("/");
    }
  self->path = strchr (self->raw_path, '%') != NULL ? g_uri_unescape_string (self->raw_path, NULL)
                                                    : g_strdup (self->raw_path);
  return self->path != NULL;
}

/* RFC 9112, section 3: one space between each. */
static guint
read_request_line (TrsHead *self, const char *line, gsize length)
{
  const char *first = memchr (line, ' ', length);
  const char *last = memrchr (line, ' ', length);
  const char *version = last != NULL ? last + 1 : NULL;

  if (first == NULL || last == first || first - line > MAX_METHOD ||
      !is_token (line, (gsize) (first - line)) || line + length - version != 8 ||
      memcmp (version, "HTTP/", 5) != 0 || !g_ascii_isdigit (version[5]) || version[6] != '.' ||
      !g_ascii_isdigit (version[7]))
    return 400;
  if (version[5] != '1' || version[7] > '1')
    return 505;
  self->method = g_strndup (line, (gsize) (first - line));
  self->minor = version[7] == '1' ? 1 : 0;
  return read_target (self, first + 1, (gsize) (last - first - 1)) ? 200 : 400;
}

/* ---- The fields ---- */

static gboolean
read_field (TrsHead *self, const char *line, gsize length)
{
  const char *colon = memchr (line, ':', length);
  const char *end = line + length;
  const char *value;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  /* No space before the colon, no line that goes on with the one before (RFC 9112, section 5). */
  if (colon == NULL || !is_token (line, (gsize) (colon - line)))
    return FALSE;
  value = colon + 1;
  while (value < end && (*value == ' ' || *value == '\t'))
    value++;
  while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
    end--;
  if (!is_value (value, (gsize) (end - value)))
    return FALSE;
  name = g_strndup (line, (gsize) (colon - line));
  text = g_strndup (value, (gsize) (end - value));
  soup_message_headers_append (self->headers, name, text);
  return TRUE;
}

static guint
count_fields (TrsHead *self, const char *name)
{
  SoupMessageHeadersIter iter;
  const char *other;
  const char *value;
  guint n_fields = 0;

  soup_message_headers_iter_init (&iter, self->headers);
  while (soup_message_headers_iter_next (&iter, &other, &value))
    n_fields += g_ascii_strcasecmp (other, name) == 0;
  return n_fields;
}

static gboolean
read_length (TrsHead *self, const char *text)
{
  gsize n_digits = strspn (text, "0123456789");

  if (n_digits == 0 || text[n_digits] != '\0' || n_digits > MAX_LENGTH_DIGITS ||
      count_fields (self, "Content-Length") != 1)
    return FALSE;
  self->length = g_ascii_strtoull (text, NULL, 10);
  return TRUE;
}

/* Who says both a length and chunks, or says a length twice, wants to have it read in two ways
 * (RFC 9112, section 6.3). */
static guint
read_framing (TrsHead *self)
{
  const char *coding = soup_message_headers_get_list (self->headers, "Transfer-Encoding");
  const char *length = soup_message_headers_get_list (self->headers, "Content-Length");

  if (coding == NULL)
    return length == NULL || read_length (self, length) ? 200 : 400;
  if (length != NULL || self->minor == 0)
    return 400;
  self->is_chunked = g_ascii_strcasecmp (coding, "chunked") == 0;
  return self->is_chunked ? 200 : 501;
}

static guint
read_meaning (TrsHead *self)
{
  const char *connection = soup_message_headers_get_list (self->headers, "Connection");
  const char *expect = soup_message_headers_get_list (self->headers, "Expect");
  guint n_hosts = count_fields (self, "Host");
  guint status = read_framing (self);

  if (status != 200)
    return status;
  /* RFC 9112, section 3.2 */
  if (n_hosts > 1 || (n_hosts == 0 && self->minor > 0))
    return 400;
  self->keeps_alive = self->minor > 0;
  if (connection != NULL && soup_header_contains (connection, "close"))
    self->keeps_alive = FALSE;
  else if (connection != NULL && soup_header_contains (connection, "keep-alive"))
    self->keeps_alive = TRUE;
  if (expect != NULL && g_ascii_strcasecmp (expect, "100-continue") != 0)
    return 417;
  self->expects_continue = expect != NULL && self->minor > 0;
  return 200;
}

/* ---- All of it ---- */

static guint
read_head (TrsHead *self, const char *data, const char *end)
{
  guint n_fields = 0;
  guint status = 0;

  while (data < end)
    {
      const char *line_end = memchr (data, '\n', (gsize) (end - data));
      gsize length;

      /* Whether a bare line feed ends a line is what two programs may see differently. */
      if (line_end == NULL || line_end == data || line_end[-1] != '\r')
        return 400;
      length = (gsize) (line_end - data) - 1;
      if (status == 0)
        {
          status = read_request_line (self, data, length);
          if (status != 200)
            return status;
        }
      else if (++n_fields > MAX_FIELDS)
        return 431;
      else if (!read_field (self, data, length))
        return 400;
      data = line_end + 1;
    }
  return read_meaning (self);
}

/* RFC 9112, section 2.2: an empty line before a request is passed over. */
static gsize
skip_empty_line (const char *data, gsize length)
{
  return length >= 2 && data[0] == '\r' && data[1] == '\n' ? 2 : 0;
}

/**
 * trs_head_parse:
 * @data: what came, from the beginning of a request
 * @length: bytes of it
 * @head: (out) (transfer full) (nullable): the head, if it is a good one
 * @used: (out): how many bytes it is
 * @status: (out): HTTP status that refuses a bad one
 *
 * Source: RFC 9112, sections 2 to 6.
 */
TrsHeadState
trs_head_parse (const char *data, gsize length, TrsHead **head, gsize *used, guint *status)
{
  gsize skipped = skip_empty_line (data, length);
  const char *end = memmem (data + skipped, length - skipped, "\r\n\r\n", 4);
  g_autoptr(TrsHead) self = NULL;

  *head = NULL;
  *status = 431;
  if (end == NULL && length <= TRS_MAX_HEAD)
    return TRS_HEAD_MORE;
  if (end == NULL || end - data > TRS_MAX_HEAD)
    return TRS_HEAD_BAD;

  self = g_new0 (TrsHead, 1);
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  *status = read_head (self, data + skipped, end + 2);
  if (*status != 200)
    return TRS_HEAD_BAD;
  *used = (gsize) (end + 4 - data);
  *head = g_steal_pointer (&self);
  return TRS_HEAD_GOOD;
}

void
trs_head_free (TrsHead *self)
{
  g_free (self->method);
  g_free (self->path);
  g_free (self->raw_path);
  g_free (self->query);
  soup_message_headers_unref (self->headers);
  g_free (self);
}
