/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-web-private.h"

#include "trs-engine-private.h"
#include "trs-router.h"

/* Notes have ids of their own: a new kind of them leaves the questions of an older history theirs. */
#define FIRST_NOTE (G_GUINT64_CONSTANT (1) << 62)

/* What was sent and not answered yet: a host that comes later has to send it again. */
typedef struct
{
  guint64 id;
  guint64 number;        /* in the order in which they were sent */
  TrsWebRequest request; /* what it points at is owned, but for the account */
  TrsWebFunc func;       /* NULL for a note */
  gpointer user_data;
} Pending;

struct _TrsWeb
{
  TrsEngine *engine; /* not owned: it owns us */
  TrsWebHost host;
  gpointer user_data;
  GHashTable *pending; /* id → owned Pending */
  guint64 last_id;
  guint64 last_note;
  guint64 last_number;
};

static void
pending_free (gpointer data)
{
  Pending *self = data;

  g_free ((char *) self->request.method);
  g_free ((char *) self->request.url);
  g_free ((char *) self->request.content_type);
  g_free ((char *) self->request.body);
  g_free ((char *) self->request.cookies);
  g_clear_pointer (&self->request.parameters, json_object_unref);
  g_free (self);
}

static Pending *
pending_new (const TrsWebRequest *request, TrsWebFunc func, gpointer user_data)
{
  Pending *self = g_new0 (Pending, 1);

  self->request = *request;
  self->request.method = g_strdup (request->method);
  self->request.url = g_strdup (request->url);
  self->request.content_type = g_strdup (request->content_type);
  self->request.body = g_strdup (request->body);
  self->request.cookies = g_strdup (request->cookies);
  if (request->parameters != NULL)
    self->request.parameters = json_object_ref (request->parameters);
  self->request.is_note = func == NULL;
  self->func = func;
  self->user_data = user_data;
  return self;
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

static int
compare_numbers (gconstpointer left, gconstpointer right)
{
  const Pending *a = *(Pending *const *) left;
  const Pending *b = *(Pending *const *) right;

  return a->number < b->number ? -1 : a->number > b->number;
}

static void
send_all (TrsWeb *self)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer pending;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, NULL, &pending))
    g_ptr_array_add (all, pending);
  g_ptr_array_sort (all, compare_numbers);
  for (guint i = 0; i < all->len; i++)
    {
      const Pending *next = g_ptr_array_index (all, i);

      self->host.send (next->id, &next->request, self->user_data);
    }
}

/**
 * trs_engine_set_web:
 * @self: an engine
 * @host: (nullable): copied; without one nobody is asked yet
 * @user_data: for @host
 *
 * What was sent before and not answered is sent once more, the oldest first.
 */
void
trs_engine_set_web (TrsEngine *self, const TrsWebHost *host, gpointer user_data)
{
  g_return_if_fail (TRS_IS_ENGINE (self));

  cancel_all (self->web);
  self->web->host = host != NULL ? *host : (TrsWebHost) { NULL, NULL };
  self->web->user_data = user_data;
  if (host != NULL)
    send_all (self->web);
}

/* The answer comes with a later turn of the main loop, never before this returns. Without a @func
 * nobody waits for it: it is a note. Its parameters are not changed from now on. Returns its id. */
guint64
trs_web_send (TrsEngine *engine, const TrsWebRequest *request, TrsWebFunc func, gpointer user_data)
{
  TrsWeb *self = engine->web;
  Pending *pending = pending_new (request, func, user_data);

  pending->id = func != NULL ? ++self->last_id : FIRST_NOTE + ++self->last_note;
  pending->number = ++self->last_number;
  g_hash_table_insert (self->pending, &pending->id, pending);
  if (self->host.send != NULL)
    self->host.send (pending->id, &pending->request, self->user_data);
  return pending->id;
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
