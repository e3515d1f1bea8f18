/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-facts-layout.h"

#include <string.h>

#include "tra-duration.h"
#include "tra-facts-private.h"
#include "tra-plain-text.h"

/* "customer.orders.0": deeper than anyone nests. */
#define MAX_DEPTH 16

static JsonNode *
find_child (JsonNode *node, const char *name)
{
  guint64 index;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), name);
  if (JSON_NODE_HOLDS_ARRAY (node) &&
      g_ascii_string_to_unsigned (name, 10, 0, G_MAXINT, &index, NULL) &&
      index < json_array_get_length (json_node_get_array (node)))
    return json_array_get_element (json_node_get_array (node), (guint) index);
  return NULL;
}

/* A member whose own name has a dot comes first. */
static JsonNode *
find_node (JsonObject *attributes, const char *path)
{
  g_auto(GStrv) names = NULL;
  JsonNode *node = json_object_get_member (attributes, path);

  if (node != NULL)
    return node;

  names = g_strsplit (path, ".", MAX_DEPTH);
  if (names[0] == NULL)
    return NULL;
  node = json_object_get_member (attributes, names[0]);
  for (int i = 1; node != NULL && names[i] != NULL; i++)
    node = find_child (node, names[i]);
  return node;
}

/* What is known of the task beside its attributes. */
static char *
dup_special (const char *path, TrReservation *reservation)
{
  TrTask *task = tr_reservation_get_task (reservation);

  if (g_str_equal (path, "@waited"))
    return tra_duration_to_clock (tra_facts_get_waited (reservation));
  if (g_str_equal (path, "@queue"))
    return tra_plain_text (tr_task_get_queue_name (task), TRA_FACTS_MAX_VALUE);
  if (g_str_equal (path, "@workflow"))
    return tra_plain_text (tr_task_get_workflow_name (task), TRA_FACTS_MAX_VALUE);
  if (g_str_equal (path, "@channel"))
    return tra_plain_text (tr_task_get_channel (task), TRA_FACTS_MAX_VALUE);
  if (g_str_equal (path, "@priority"))
    return g_strdup_printf ("%d", tr_task_get_priority (task));
  return NULL;
}

static char *
dup_value (const char *path, TrReservation *reservation)
{
  g_autofree char *text = NULL;
  JsonNode *node;

  if (*path == '@')
    return dup_special (path, reservation);

  node = find_node (tr_task_get_attributes (tr_reservation_get_task (reservation)), path);
  text = node != NULL ? tra_facts_dup_value (node) : NULL;
  return text != NULL ? tra_plain_text (text, TRA_FACTS_MAX_VALUE) : NULL;
}

static char *
dup_label (const char *path, const char *label)
{
  const char *name = strrchr (path, '.');

  if (*label != '\0')
    return tra_plain_text (label, TRA_FACTS_MAX_VALUE);

  name = name != NULL ? name + 1 : path;
  return tra_facts_dup_label (*name == '@' ? name + 1 : name);
}

static gboolean
is_among (GPtrArray *facts, const TraFact *fact)
{
  for (guint i = 0; i < facts->len; i++)
    if (g_str_equal (((TraFact *) g_ptr_array_index (facts, i))->value, fact->value))
      return TRUE;

  return FALSE;
}

/**
 * tra_facts_layout_is_set:
 * @layout: of the type %TRA_FACTS_LAYOUT_TYPE
 *
 * Returns: whether an administrator chose anything
 */
gboolean
tra_facts_layout_is_set (GVariant *layout)
{
  return g_variant_n_children (layout) > 0;
}

/**
 * tra_facts_layout_apply:
 * @layout: of the type %TRA_FACTS_LAYOUT_TYPE; empty: all that is known
 * @reservation: a reservation
 * @n_first: (out): how many are to be seen at once; the rest when the agent asks for all
 *
 * An attribute is named by its path, "customer.name" or "orders.0"; "@waited", "@queue",
 * "@workflow", "@channel" and "@priority" are the task's own. What it has not is left out.
 *
 * Returns: (transfer full) (element-type TraFact): those of the layout, then the others
 */
GPtrArray *
tra_facts_layout_apply (GVariant *layout, TrReservation *reservation, guint *n_first)
{
  g_autoptr(GPtrArray) all = NULL;
  const char *path, *label;
  GPtrArray *facts;
  GVariantIter iter;

  g_return_val_if_fail (TR_IS_RESERVATION (reservation), NULL);
  g_return_val_if_fail (g_variant_is_of_type (layout, G_VARIANT_TYPE (TRA_FACTS_LAYOUT_TYPE)), NULL);

  all = tra_facts_of_reservation (reservation);
  facts = tra_facts_new ();
  g_variant_iter_init (&iter, layout);
  while (g_variant_iter_next (&iter, "(&s&s)", &path, &label))
    {
      g_autofree char *name = dup_label (path, label);
      char *value = dup_value (path, reservation);

      if (value != NULL)
        tra_facts_take (facts, name, value);
    }

  *n_first = MIN (facts->len > 0 ? facts->len : all->len, TRA_FACTS_SHOWN);
  for (guint i = 0; i < all->len; i++)
    {
      TraFact *fact = g_ptr_array_index (all, i);

      if (!is_among (facts, fact))
        tra_facts_take (facts, fact->label, g_strdup (fact->value));
    }
  return facts;
}
