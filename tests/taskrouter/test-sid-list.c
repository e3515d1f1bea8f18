/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-sid-list.h"

typedef struct
{
  TrSidList *list;
  GString *changes; /* "position-removed+added " of every items-changed */
} Fixture;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  g_string_append_printf (user_data, "%u-%u+%u ", position, removed, added);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->list = tr_sid_list_new (G_TYPE_OBJECT);
  fixture->changes = g_string_new (NULL);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb),
                    fixture->changes);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->list);
  g_string_free (fixture->changes, TRUE);
}

static void
append (Fixture *fixture, const char *sid)
{
  g_autoptr(GObject) object = g_object_new (G_TYPE_OBJECT, NULL);

  tr_sid_list_append (fixture->list, sid, object);
}

static void
test_appended_is_found_and_listed (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GObject) last = NULL;

  append (fixture, "WR1");
  append (fixture, "WR2");
  last = g_list_model_get_item (G_LIST_MODEL (fixture->list), 1);
  g_assert_true (last == tr_sid_list_find (fixture->list, "WR2"));
  g_assert_null (tr_sid_list_find (fixture->list, "WR3"));
  g_assert_null (tr_sid_list_find (fixture->list, NULL));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->list), 2));
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (fixture->list)) == G_TYPE_OBJECT);
  g_assert_cmpstr (fixture->changes->str, ==, "0-0+1 1-0+1 ");
}

static void
test_same_sid_is_added_once (Fixture *fixture, gconstpointer data)
{
  append (fixture, "WR1");
  append (fixture, "WR1");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 1);
  g_assert_cmpstr (fixture->changes->str, ==, "0-0+1 ");
}

static void
test_removed_from_the_middle (Fixture *fixture, gconstpointer data)
{
  g_auto(GStrv) sids = NULL;

  append (fixture, "WR1");
  append (fixture, "WR2");
  append (fixture, "WR3");
  g_string_truncate (fixture->changes, 0);
  g_assert_true (tr_sid_list_remove (fixture->list, "WR2"));
  g_assert_false (tr_sid_list_remove (fixture->list, "WR2"));
  g_assert_cmpstr (fixture->changes->str, ==, "1-1+0 ");
  sids = tr_sid_list_dup_sids (fixture->list);
  g_assert_cmpstrv (sids, ((const char *[]) { "WR1", "WR3", NULL }));
}

static void
test_replace_tells_only_of_a_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) objects = g_ptr_array_new ();
  const char *sids[] = { "WR1", "WR2" };

  append (fixture, "WR1");
  append (fixture, "WR2");
  g_ptr_array_add (objects, tr_sid_list_find (fixture->list, "WR1"));
  g_ptr_array_add (objects, tr_sid_list_find (fixture->list, "WR2"));
  g_ptr_array_foreach (objects, (GFunc) (void (*) (void)) g_object_ref, NULL);
  g_ptr_array_set_free_func (objects, g_object_unref);
  g_string_truncate (fixture->changes, 0);
  tr_sid_list_replace (fixture->list, sids, objects);
  g_assert_cmpstr (fixture->changes->str, ==, "");
  g_ptr_array_remove_index (objects, 0);
  tr_sid_list_replace (fixture->list, sids + 1, objects);
  g_assert_cmpstr (fixture->changes->str, ==, "0-2+1 ");
  g_assert_true (tr_sid_list_find (fixture->list, "WR2") == g_ptr_array_index (objects, 0));
  g_assert_null (tr_sid_list_find (fixture->list, "WR1"));
}

static void
test_replace_keeps_the_first_of_two_alike (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);
  const char *sids[] = { "WR1", "WR1" };

  g_ptr_array_add (objects, g_object_new (G_TYPE_OBJECT, NULL));
  g_ptr_array_add (objects, g_object_new (G_TYPE_OBJECT, NULL));
  tr_sid_list_replace (fixture->list, sids, objects);
  g_assert_cmpstr (fixture->changes->str, ==, "0-0+1 ");
  g_assert_true (tr_sid_list_find (fixture->list, "WR1") == g_ptr_array_index (objects, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/sid-list/append", test_appended_is_found_and_listed);
  ADD ("/sid-list/append/twice", test_same_sid_is_added_once);
  ADD ("/sid-list/remove", test_removed_from_the_middle);
  ADD ("/sid-list/replace", test_replace_tells_only_of_a_change);
  ADD ("/sid-list/replace/alike", test_replace_keeps_the_first_of_two_alike);
  return g_test_run ();
}
