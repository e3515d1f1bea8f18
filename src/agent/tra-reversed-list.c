/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-reversed-list.h"

/**
 * TraReversedList:
 *
 * Another list, the last item first. Unlike a sorted one it costs nothing to keep up, and leaves
 * entries of the same time in their order.
 */
struct _TraReversedList
{
  GObject parent_instance;

  GListModel *model; /* owned */
};

static GType
tra_reversed_list_get_item_type (GListModel *list)
{
  return g_list_model_get_item_type (TRA_REVERSED_LIST (list)->model);
}

static guint
tra_reversed_list_get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (TRA_REVERSED_LIST (list)->model);
}

static gpointer
tra_reversed_list_get_item (GListModel *list, guint position)
{
  GListModel *model = TRA_REVERSED_LIST (list)->model;
  guint n_items = g_list_model_get_n_items (model);

  return position < n_items ? g_list_model_get_item (model, n_items - 1 - position) : NULL;
}

static void
tra_reversed_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tra_reversed_list_get_item_type;
  iface->get_n_items = tra_reversed_list_get_n_items;
  iface->get_item = tra_reversed_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TraReversedList, tra_reversed_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tra_reversed_list_list_model_init))

static void
items_changed_cb (TraReversedList *self, guint position, guint n_removed, guint n_added)
{
  guint n_items = g_list_model_get_n_items (self->model);

  g_list_model_items_changed (G_LIST_MODEL (self), n_items - position - n_added, n_removed, n_added);
}

static void
tra_reversed_list_finalize (GObject *object)
{
  g_object_unref (TRA_REVERSED_LIST (object)->model);
  G_OBJECT_CLASS (tra_reversed_list_parent_class)->finalize (object);
}

static void
tra_reversed_list_class_init (TraReversedListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tra_reversed_list_finalize;
}

static void
tra_reversed_list_init (TraReversedList *self)
{
}

/**
 * tra_reversed_list_new:
 * @model: a list
 *
 * Returns: (transfer full): @model from its end to its start, kept up with it
 */
TraReversedList *
tra_reversed_list_new (GListModel *model)
{
  TraReversedList *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (model), NULL);

  self = g_object_new (TRA_TYPE_REVERSED_LIST, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
