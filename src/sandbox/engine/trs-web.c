/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-web-private.h"

#include "trs-engine-private.h"
#include "trs-router.h"

#define CODE_NOBODY 11205

typedef struct
{
  TrsWeb *web;
  guint64 id;
  TrsWebFunc func; /* nullable: nobody waits for the answer */
  gpointer user_data;
  guint64 timer; /* of a request that nobody takes */
} Pending;

struct _TrsWeb
{
  TrsEngine *engine; /* not owned: it owns us */
  TrsWebHost host;
  gpointer user_data;
  GHashTable *pending; /* id → owned Pending */
  guint64 last_id;
};

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  trs_engine_clear_timer (pending->web->engine, &pending->timer);
  g_free (pending);
}

TrsWeb *
trs_web_new (TrsEngine *engine)
{
  TrsWeb *self = g_new0 (TrsWeb, 1);

  self->engine = engine;
  self->pending = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, pending_free);
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
 * @host: (nullable): copied; without one nobody ever answers
 * @user_data: for @host
 *
 * Requests that are under way with another host are answered by nobody.
 */
void
trs_engine_set_web (TrsEngine *self, const TrsWebHost *host, gpointer user_data)
{
  TrsWeb *web;
  g_autoptr(GList) ids = NULL;

  g_return_if_fail (TRS_IS_ENGINE (self));

  web = self->web;
  cancel_all (web);
  web->host = host != NULL ? *host : (TrsWebHost) { NULL, NULL };
  web->user_data = user_data;
  ids = g_hash_table_get_keys (web->pending);
  for (GList *l = ids; l != NULL; l = l->next)
    {
      Pending *pending = g_hash_table_lookup (web->pending, l->data);

      if (pending != NULL)
        trs_engine_web_answered (self, pending->id, &(TrsWebAnswer) { .code = CODE_NOBODY });
    }
}

static void
nobody_cb (gpointer user_data)
{
  Pending *pending = user_data;

  pending->timer = 0;
  trs_engine_web_answered (pending->web->engine, pending->id,
                           &(TrsWebAnswer) { .code = CODE_NOBODY });
}

/* The answer comes with a later turn of the main loop or clock, never before this returns.
 * Returns its id; 0 when nobody waits for the answer (@func is NULL). */
guint64
trs_web_send (TrsEngine *engine, const TrsWebRequest *request, TrsWebFunc func, gpointer user_data)
{
  TrsWeb *self = engine->web;
  Pending *pending = g_new0 (Pending, 1);

  pending->web = self;
  pending->id = ++self->last_id;
  pending->func = func;
  pending->user_data = user_data;
  g_hash_table_insert (self->pending, &pending->id, pending);
  if (self->host.send != NULL)
    self->host.send (pending->id, request, self->user_data);
  else
    pending->timer = trs_engine_add_timer (engine, 0, nobody_cb, pending);
  return func != NULL ? pending->id : 0;
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
  if (func == NULL)
    return;
  func (answer, user_data);
  trs_router_run (self);
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
