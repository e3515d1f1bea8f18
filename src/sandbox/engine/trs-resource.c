/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-resource.h"

#include "trs-engine-private.h"
#include "trs-resource-private.h"

#define FRIENDLY_NAME_MAX 64

/* Of how many removed resources it is known where in a list they were. */
#define MAX_GONE 4096

typedef struct
{
  char sid[TRS_SID_LENGTH + 1];
  guint64 serial;
} TrsGone;

static void
make_sid (TrsEngine *engine, const char *prefix, char *sid)
{
  guint32 random[4];

  for (guint i = 0; i < G_N_ELEMENTS (random); i++)
    random[i] = g_rand_int (engine->random);
  g_snprintf (sid, TRS_SID_LENGTH + 1, "%.2s%08x%08x%08x%08x", prefix, random[0], random[1],
              random[2], random[3]);
}

/*
 * trs_resource_new:
 * @engine: the engine
 * @type: what it is
 * @size: of the struct, which begins with a TrsResource
 * @finalize: frees what the fields own
 * @prefix: (nullable): the SID's letters; %NULL for what has no SID
 * @sid: (nullable): a seed's own SID, checked by trs_engine_check_free_sid()
 *
 * Returns: (transfer full): the resource, zeroed but for its beginning, findable by its SID
 */
gpointer
trs_resource_new (TrsEngine *engine,
                  TrsResourceType type,
                  gsize size,
                  GDestroyNotify finalize,
                  const char *prefix,
                  const char *sid)
{
  TrsResource *self = g_malloc0 (size);

  self->type = type;
  self->ref_count = 1;
  self->finalize = finalize;
  self->serial = ++engine->last_serial;
  self->date_created = self->date_updated = trs_engine_now (engine);
  if (sid != NULL)
    g_strlcpy (self->sid, sid, sizeof self->sid);
  else if (prefix != NULL)
    make_sid (engine, prefix, self->sid);
  /* A worker has one channel for each kind of task: those are looked up through the worker. */
  if (self->sid[0] != '\0' && type != TRS_RESOURCE_WORKER_CHANNEL && type != TRS_RESOURCE_EVENT)
    g_hash_table_insert (engine->resources, self->sid, self);
  return self;
}

gpointer
trs_resource_ref (gpointer resource)
{
  TrsResource *self = resource;

  self->ref_count++;
  return self;
}

void
trs_resource_unref (gpointer resource)
{
  TrsResource *self = resource;

  if (--self->ref_count > 0)
    return;

  if (self->finalize != NULL)
    self->finalize (self);
  g_free (self);
}

/* Sets the place of an owned resource, either of them nullable. */
void
trs_resource_set (gpointer place, gpointer resource)
{
  gpointer *owned = place;
  gpointer old = *owned;

  *owned = resource != NULL ? trs_resource_ref (resource) : NULL;
  if (old != NULL)
    trs_resource_unref (old);
}

/* A fresh SID, for what is no resource of its own. */
char *
trs_resource_make_sid (TrsEngine *engine, const char *prefix)
{
  char sid[TRS_SID_LENGTH + 1];

  make_sid (engine, prefix, sid);
  return g_strdup (sid);
}

void
trs_resource_touch (TrsEngine *engine, gpointer resource)
{
  ((TrsResource *) resource)->date_updated = trs_engine_now (engine);
}

/* Whoever read a page that ended with it goes on behind its place. */
static void
remember_place (TrsEngine *engine, const TrsResource *resource)
{
  TrsGone *gone;

  if (g_hash_table_contains (engine->gone, resource->sid))
    return;
  gone = g_new (TrsGone, 1);
  g_strlcpy (gone->sid, resource->sid, sizeof gone->sid);
  gone->serial = resource->serial;
  g_hash_table_insert (engine->gone, gone->sid, gone);
  g_queue_push_tail (&engine->gone_order, gone);
  if (engine->gone_order.length > MAX_GONE)
    g_hash_table_remove (engine->gone, ((TrsGone *) g_queue_pop_head (&engine->gone_order))->sid);
}

/* No lookup finds it any more. Whoever has a reference can still read it. */
void
trs_resource_forget (TrsEngine *engine, gpointer resource)
{
  TrsResource *self = resource;

  self->is_deleted = TRUE;
  if (self->sid[0] == '\0' || g_hash_table_lookup (engine->resources, self->sid) != self)
    return;
  g_hash_table_remove (engine->resources, self->sid);
  remember_place (engine, self);
}

GPtrArray *
trs_resource_list_new (void)
{
  return g_ptr_array_new_with_free_func (trs_resource_unref);
}

/* By halving, as a list is in the order of serials. */
gboolean
trs_resource_list_find (GPtrArray *list, gpointer resource, guint *index)
{
  guint64 serial = ((TrsResource *) resource)->serial;
  guint low = 0;
  guint high = list->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      TrsResource *other = g_ptr_array_index (list, middle);

      if (other->serial == serial)
        {
          *index = middle;
          return TRUE;
        }
      if (other->serial < serial)
        low = middle + 1;
      else
        high = middle;
    }
  return FALSE;
}

/* Takes it out of its list and every lookup, and drops the list's reference. */
void
trs_resource_remove (TrsEngine *engine, GPtrArray *list, gpointer resource)
{
  guint index;

  trs_resource_forget (engine, resource);
  if (trs_resource_list_find (list, resource, &index))
    g_ptr_array_remove_index (list, index);
}

gboolean
trs_version_check (int version, int if_match, GError **error)
{
  if (if_match == TRS_ANY_VERSION || if_match == version)
    return TRUE;

  if (if_match == G_MAXINT) /* which is what garbage is taken for */
    g_set_error (error, TRS_ERROR, TRS_ERROR_VERSION,
                 "The If-Match header is no version; the current version is %d", version);
  else
    g_set_error (error, TRS_ERROR, TRS_ERROR_VERSION,
                 "The If-Match version %d does not match the current version %d", if_match,
                 version);
  return FALSE;
}

gboolean
trs_friendly_name_check (const char *name, const char *parameter, GError **error)
{
  if (name == NULL || *name == '\0')
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Missing required parameter %s in the post body", parameter);
      return FALSE;
    }
  if (!g_utf8_validate (name, -1, NULL) || g_utf8_strlen (name, -1) > FRIENDLY_NAME_MAX)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Invalid parameter %s: it is longer than %d characters", parameter,
                   FRIENDLY_NAME_MAX);
      return FALSE;
    }
  return TRUE;
}

/**
 * trs_resource_list_after:
 * @list: (element-type TrsResource): a list in order of creation
 * @sid: (nullable): the SID of the last one seen
 *
 * Where to go on reading a list. Takes time that grows with the list: for pages, not for routing.
 *
 * Returns: the index of the first resource after @sid; 0 for %NULL; the length of the list when
 *   nothing in it has that SID
 */
guint
trs_resource_list_after (GPtrArray *list, const char *sid)
{
  if (sid == NULL)
    return 0;

  for (guint i = 0; i < list->len; i++)
    {
      const TrsResource *resource = g_ptr_array_index (list, i);

      if (g_str_equal (resource->sid, sid))
        return i + 1;
    }
  return list->len;
}

/**
 * trs_engine_list_after:
 * @self: an engine
 * @list: (element-type TrsResource): a list of its resources in order of creation, or some of one
 * @sid: the SID of the last one seen
 *
 * As trs_resource_list_after(), also where that one is in the list no more: it was removed, or is no
 * longer of those that are asked for.
 */
guint
trs_engine_list_after (TrsEngine *self, GPtrArray *list, const char *sid)
{
  const TrsResource *resource = g_hash_table_lookup (self->resources, sid);
  const TrsGone *gone = g_hash_table_lookup (self->gone, sid);
  guint64 serial = resource != NULL ? resource->serial : gone != NULL ? gone->serial : 0;
  guint index = 0;

  if (serial == 0)
    return trs_resource_list_after (list, sid);
  while (index < list->len &&
         ((const TrsResource *) g_ptr_array_index (list, index))->serial <= serial)
    index++;
  return index;
}
