/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-web-private.h"

#include "trs-engine-private.h"
#include "trs-router.h"

typedef struct
{
  guint64 id;
  TrsWebFunc func;
  gpointer user_data;
} Pending;

struct _TrsWeb
{
  TrsEngine *engine; /* not owned: it owns us */
  TrsWebHost host;
  gpointer user_data;
  GHashTable *pending; /* id → owned Pending */
  guint64 last_id;
};

TrsWeb *
trs_web_new (TrsEngine *engine)
{
  TrsWeb *self = g_new0 (TrsWeb, 1);

  self->engine = engine;
  self->pending = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  return self;
}

static void
cancel_all (TrsWeb *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->pending);
  while (self->host.cancel != NULL && g_hash_table_iter_next (&iter, NULL, &value))
    self->host.cancel (((Pending *) value)->id, self->user_data);
}

void
trs_web_free (TrsWeb *self)
{
  cancel_all (self);
  g_hash_table_unref (self->pending);
  g_free (self);
}

/**
 * trs_engine_set_web:
 * @self: an engine
 * @host: (nullable): copied; without one nobody is asked
 * @user_data: for @host
 *
 * Answers to what is under way are still to come, see trs_engine_dup_web_requests().
 */
void
trs_engine_set_web (TrsEngine *self, const TrsWebHost *host, gpointer user_data)
{
  g_return_if_fail (TRS_IS_ENGINE (self));

  cancel_all (self->web);
  self->web->host = host != NULL ? *host : (TrsWebHost) { NULL, NULL };
  self->web->user_data = user_data;
}

static int
compare_ids (gconstpointer left, gconstpointer right)
{
  guint64 a = *(const guint64 *) left;
  guint64 b = *(const guint64 *) right;

  return a < b ? -1 : a > b;
}

/**
 * trs_engine_dup_web_requests:
 * @self: an engine
 *
 * Returns: (transfer full) (element-type guint64): what an answer is waited for, the oldest first
 */
GArray *
trs_engine_dup_web_requests (TrsEngine *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->web->pending);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_array_append_val (ids, ((Pending *) value)->id);
  g_array_sort (ids, compare_ids);
  return ids;
}

/* The answer comes with a later turn of the main loop, never before this returns. Returns its id;
 * 0 when nobody waits for the answer (@func is NULL). */
guint64
trs_web_send (TrsEngine *engine, const TrsWebRequest *request, TrsWebFunc func, gpointer user_data)
{
  TrsWeb *self = engine->web;
  guint64 id = 0;

  if (func != NULL)
    {
      Pending *pending = g_new0 (Pending, 1);

      id = pending->id = ++self->last_id;
      pending->func = func;
      pending->user_data = user_data;
      g_hash_table_insert (self->pending, &pending->id, pending);
    }
  if (self->host.send != NULL)
    self->host.send (id, request, self->user_data);
  return id;
}

/* Clears *@id too; 0 is fine. */
void
trs_web_cancel (TrsEngine *engine, guint64 *id)
{
  TrsWeb *self = engine->web;
  guint64 gone = *id;

  *id = 0;
  if (gone == 0 || !g_hash_table_remove (self->pending, &gone))
    return;
  if (self->host.cancel != NULL)
    self->host.cancel (gone, self->user_data);
}

/**
 * trs_engine_web_answered:
 * @self: an engine
 * @id: of the request
 * @answer: what came of it
 *
 * Not heard when nobody waits for it any more.
 */
void
trs_engine_web_answered (TrsEngine *self, guint64 id, const TrsWebAnswer *answer)
{
  Pending *pending;
  TrsWebFunc func;
  gpointer user_data;

  g_return_if_fail (TRS_IS_ENGINE (self));

  pending = g_hash_table_lookup (self->web->pending, &id);
  if (pending == NULL)
    return;
  func = pending->func;
  user_data = pending->user_data;
  g_hash_table_remove (self->web->pending, &id);
  func (answer, user_data);
  trs_router_run (self);
}

/**
 * trs_web_is_address:
 * @text: a text
 *
 * Returns: whether a program can be asked there: an absolute address of http or https, with a host
 */
gboolean
trs_web_is_address (const char *text)
{
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  return host != NULL && *host != '\0' &&
         (g_ascii_strcasecmp (scheme, "http") == 0 || g_ascii_strcasecmp (scheme, "https") == 0);
}

/* What a document at @base (nullable) means by @url, which "" is itself. NULL for no address. */
char *
trs_web_resolve (const char *base, const char *url)
{
  g_autofree char *stripped = g_strstrip (g_strdup (url));

  if (*stripped == '\0')
    return g_strdup (base);
  return g_uri_resolve_relative (base, stripped, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE,
                                 NULL);
}
