/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-cookies.h"

#include <string.h>

/* As many as browsers keep for a host. */
#define MAX_COOKIES 50
#define MAX_HEADER 4096

struct _TrsCookies
{
  GPtrArray *list; /* of owned SoupCookie */
};

/* A line: when it ends (0: with the call), whether it is for https only, then the rest, the value
 * last. Not the header's own words, which don't tell a host from a domain. */
static SoupCookie *
parse_line (const char *line)
{
  g_auto(GStrv) parts = g_strsplit (line, "\t", 6);
  SoupCookie *cookie;
  gint64 expires;

  if (g_strv_length (parts) != 6)
    return NULL;
  cookie = soup_cookie_new (parts[4], parts[5], parts[2], parts[3], -1);
  soup_cookie_set_secure (cookie, *parts[1] == '1');
  expires = g_ascii_strtoll (parts[0], NULL, 10);
  if (expires > 0)
    {
      g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (expires);

      if (date != NULL)
        soup_cookie_set_expires (cookie, date);
    }
  return cookie;
}

/**
 * trs_cookies_new:
 * @text: (nullable): from trs_cookies_to_string(); %NULL for none
 *
 * Returns: (transfer full): what one call has been given
 */
TrsCookies *
trs_cookies_new (const char *text)
{
  TrsCookies *self = g_new0 (TrsCookies, 1);
  g_auto(GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  self->list = g_ptr_array_new_with_free_func ((GDestroyNotify) soup_cookie_free);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      SoupCookie *cookie = parse_line (lines[i]);

      if (cookie != NULL)
        g_ptr_array_add (self->list, cookie);
    }
  return self;
}

void
trs_cookies_free (TrsCookies *self)
{
  g_ptr_array_unref (self->list);
  g_free (self);
}

static void
drop (TrsCookies *self, SoupCookie *like)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      SoupCookie *cookie = g_ptr_array_index (self->list, i);

      /* Of soup_cookie_equal() the value is a part. */
      if (g_strcmp0 (soup_cookie_get_name (cookie), soup_cookie_get_name (like)) == 0 &&
          g_strcmp0 (soup_cookie_get_domain (cookie), soup_cookie_get_domain (like)) == 0 &&
          g_strcmp0 (soup_cookie_get_path (cookie), soup_cookie_get_path (like)) == 0)
        {
          g_ptr_array_remove_index (self->list, i);
          return;
        }
    }
}

static void
take (TrsCookies *self, GUri *uri, const char *header, gint64 now)
{
  g_autofree char *valid = g_utf8_make_valid (header, -1);
  SoupCookie *cookie = strlen (valid) <= MAX_HEADER ? soup_cookie_parse (valid, uri) : NULL;
  GDateTime *expires;

  if (cookie == NULL)
    return;
  if (!soup_cookie_domain_matches (cookie, g_uri_get_host (uri)))
    {
      soup_cookie_free (cookie);
      return;
    }
  drop (self, cookie);
  expires = soup_cookie_get_expires (cookie);
  if (self->list->len < MAX_COOKIES &&
      (expires == NULL || g_date_time_to_unix (expires) > now / G_USEC_PER_SEC))
    g_ptr_array_add (self->list, cookie);
  else
    soup_cookie_free (cookie);
}

/**
 * trs_cookies_take:
 * @self: cookies
 * @uri: who answered
 * @answer: its headers
 * @now: real time, in microseconds
 *
 * Keeps, replaces and drops what the answer says. Only for the host that said it, or its domain.
 */
void
trs_cookies_take (TrsCookies *self, GUri *uri, SoupMessageHeaders *answer, gint64 now)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, answer);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      if (g_ascii_strcasecmp (name, "Set-Cookie") == 0)
        take (self, uri, value, now);
    }
}

/**
 * trs_cookies_give:
 * @self: cookies
 * @uri: who is asked
 * @request: where those go that are for it
 */
void
trs_cookies_give (TrsCookies *self, GUri *uri, SoupMessageHeaders *request)
{
  GSList *fit = NULL;
  g_autofree char *header = NULL;

  for (guint i = self->list->len; i > 0; i--)
    {
      SoupCookie *cookie = g_ptr_array_index (self->list, i - 1);

      if (soup_cookie_domain_matches (cookie, g_uri_get_host (uri)) &&
          soup_cookie_applies_to_uri (cookie, uri))
        fit = g_slist_prepend (fit, cookie);
    }
  if (fit != NULL)
    {
      header = soup_cookies_to_cookie_header (fit);
      soup_message_headers_replace (request, "Cookie", header);
    }
  g_slist_free (fit);
}

/**
 * trs_cookies_to_string:
 * @self: cookies
 *
 * Returns: (transfer full): for trs_cookies_new()
 */
char *
trs_cookies_to_string (TrsCookies *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->list->len; i++)
    {
      SoupCookie *cookie = g_ptr_array_index (self->list, i);
      GDateTime *expires = soup_cookie_get_expires (cookie);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT "\t%d\t%s\t%s\t%s\t%s", i > 0 ? "\n" : "",
                              expires != NULL ? g_date_time_to_unix (expires) : 0,
                              soup_cookie_get_secure (cookie), soup_cookie_get_domain (cookie),
                              soup_cookie_get_path (cookie), soup_cookie_get_name (cookie),
                              soup_cookie_get_value (cookie));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
