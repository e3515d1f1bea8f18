/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-sid-list.h"

typedef struct
{
  char *sid;
  GObject *object;
} Item;

struct _TrSidList
{
  GObject parent_instance;

  GType item_type;
  GSequence *items;  /* owned Items, in the order that they came */
  GHashTable *iters; /* sid of the Item → GSequenceIter of items */
};

static void
item_free (gpointer data)
{
  Item *item = data;

  g_object_unref (item->object);
  g_free (item->sid);
  g_free (item);
}

static GType
tr_sid_list_get_item_type (GListModel *model)
{
  return TR_SID_LIST (model)->item_type;
}

static guint
tr_sid_list_get_n_items (GListModel *model)
{
  return g_hash_table_size (TR_SID_LIST (model)->iters);
}

static gpointer
tr_sid_list_get_item (GListModel *model, guint position)
{
  TrSidList *self = TR_SID_LIST (model);
  Item *item;

  if (position >= g_hash_table_size (self->iters))
    return NULL;

  item = g_sequence_get (g_sequence_get_iter_at_pos (self->items, (int) position));
  return g_object_ref (item->object);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tr_sid_list_get_item_type;
  iface->get_n_items = tr_sid_list_get_n_items;
  iface->get_item = tr_sid_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TrSidList,
                               tr_sid_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
tr_sid_list_finalize (GObject *object)
{
  TrSidList *self = TR_SID_LIST (object);

  g_hash_table_unref (self->iters);
  g_sequence_free (self->items);
  G_OBJECT_CLASS (tr_sid_list_parent_class)->finalize (object);
}

static void
tr_sid_list_class_init (TrSidListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tr_sid_list_finalize;
}

static void
tr_sid_list_init (TrSidList *self)
{
  self->items = g_sequence_new (item_free);
  self->iters = g_hash_table_new (g_str_hash, g_str_equal);
}

static void
tr_sid_list_push (TrSidList *self, const char *sid, gpointer object)
{
  Item *item = g_new0 (Item, 1);

  item->sid = g_strdup (sid);
  item->object = g_object_ref (object);
  g_hash_table_insert (self->iters, item->sid, g_sequence_append (self->items, item));
}

/**
 * tr_sid_list_new:
 * @item_type: what the list holds
 *
 * Returns: (transfer full): an empty list
 */
TrSidList *
tr_sid_list_new (GType item_type)
{
  TrSidList *self = g_object_new (TR_TYPE_SID_LIST, NULL);

  self->item_type = item_type;
  return self;
}

/**
 * tr_sid_list_find:
 * @self: a list
 * @sid: (nullable): of what is looked for
 *
 * Returns: (transfer none) (nullable): the object of that SID
 */
gpointer
tr_sid_list_find (TrSidList *self, const char *sid)
{
  GSequenceIter *iter;

  g_return_val_if_fail (TR_IS_SID_LIST (self), NULL);

  iter = sid != NULL ? g_hash_table_lookup (self->iters, sid) : NULL;
  return iter != NULL ? ((Item *) g_sequence_get (iter))->object : NULL;
}

/**
 * tr_sid_list_append:
 * @self: a list
 * @sid: the object's SID
 * @object: goes to the end
 *
 * Returns: whether it was added; FALSE when the list has that SID already
 */
gboolean
tr_sid_list_append (TrSidList *self, const char *sid, gpointer object)
{
  g_return_val_if_fail (TR_IS_SID_LIST (self), FALSE);
  g_return_val_if_fail (sid != NULL, FALSE);

  if (g_hash_table_contains (self->iters, sid))
    return FALSE;

  tr_sid_list_push (self, sid, object);
  g_list_model_items_changed (G_LIST_MODEL (self), g_hash_table_size (self->iters) - 1, 0, 1);
  return TRUE;
}

/**
 * tr_sid_list_remove:
 * @self: a list
 * @sid: of what goes
 *
 * Returns: whether it was there
 */
gboolean
tr_sid_list_remove (TrSidList *self, const char *sid)
{
  GSequenceIter *iter;
  guint position;

  g_return_val_if_fail (TR_IS_SID_LIST (self), FALSE);
  g_return_val_if_fail (sid != NULL, FALSE);

  iter = g_hash_table_lookup (self->iters, sid);
  if (iter == NULL)
    return FALSE;

  position = (guint) g_sequence_iter_get_position (iter);
  g_hash_table_remove (self->iters, sid);
  g_sequence_remove (iter);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  return TRUE;
}

static gboolean
tr_sid_list_equals (TrSidList *self, const char *const *sids, GPtrArray *objects)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (self->items);

  if (objects->len != g_hash_table_size (self->iters))
    return FALSE;

  for (guint i = 0; i < objects->len; i++, iter = g_sequence_iter_next (iter))
    {
      Item *item = g_sequence_get (iter);

      if (item->object != g_ptr_array_index (objects, i) || !g_str_equal (item->sid, sids[i]))
        return FALSE;
    }
  return TRUE;
}

/**
 * tr_sid_list_replace:
 * @self: a list
 * @sids: as many SIDs as there are @objects
 * @objects: (element-type GObject): what the list holds from now on, in this order; of two with the
 *   same SID the first counts
 *
 * Says nothing when the list holds just this already.
 */
void
tr_sid_list_replace (TrSidList *self, const char *const *sids, GPtrArray *objects)
{
  guint n_removed;

  g_return_if_fail (TR_IS_SID_LIST (self));
  g_return_if_fail (objects->len == 0 || sids != NULL);

  if (tr_sid_list_equals (self, sids, objects))
    return;

  n_removed = g_hash_table_size (self->iters);
  g_hash_table_remove_all (self->iters);
  g_sequence_remove_range (g_sequence_get_begin_iter (self->items),
                           g_sequence_get_end_iter (self->items));
  for (guint i = 0; i < objects->len; i++)
    if (!g_hash_table_contains (self->iters, sids[i]))
      tr_sid_list_push (self, sids[i], g_ptr_array_index (objects, i));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_removed, g_hash_table_size (self->iters));
}

/**
 * tr_sid_list_dup_sids:
 * @self: a list
 *
 * Returns: (transfer full): every SID, in order; for those who remove while they walk
 */
char **
tr_sid_list_dup_sids (TrSidList *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GSequenceIter *iter;

  g_return_val_if_fail (TR_IS_SID_LIST (self), NULL);

  iter = g_sequence_get_begin_iter (self->items);
  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    g_strv_builder_add (builder, ((Item *) g_sequence_get (iter))->sid);
  return g_strv_builder_end (builder);
}

