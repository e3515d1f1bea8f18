/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-adaptive-box.h"

#define SPACING 10

typedef struct
{
  GtkWidget *box;
  GtkWidget *children[2];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const int widths[] = { 100, 60 };

  fixture->box = g_object_ref_sink (g_object_new (TRA_TYPE_ADAPTIVE_BOX, "spacing", SPACING, NULL));
  for (int i = 0; i < 2; i++)
    {
      fixture->children[i] = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_widget_set_size_request (fixture->children[i], widths[i], 30);
      gtk_widget_set_parent (fixture->children[i], fixture->box);
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_run_dispose (G_OBJECT (fixture->box));
  g_assert_finalize_object (fixture->box);
}

static void
allocate (Fixture *fixture, int width)
{
  int height;

  gtk_widget_measure (fixture->box, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  gtk_widget_allocate (fixture->box, width, height, -1, NULL);
}

static void
assert_child (Fixture *fixture, int i, int x, int y, int width)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (fixture->children[i], fixture->box, &bounds));
  g_assert_cmpfloat (bounds.origin.x, ==, x);
  g_assert_cmpfloat (bounds.origin.y, ==, y);
  g_assert_cmpfloat (bounds.size.width, ==, width);
  g_assert_cmpfloat (bounds.size.height, ==, 30);
}

static void
test_minimum (Fixture *fixture, gconstpointer data)
{
  int min, nat;

  gtk_widget_measure (fixture->box, GTK_ORIENTATION_HORIZONTAL, -1, &min, &nat, NULL, NULL);
  g_assert_cmpint (min, ==, 100);
  g_assert_cmpint (nat, ==, 2 * 100 + SPACING);
  gtk_widget_measure (fixture->box, GTK_ORIENTATION_VERTICAL, 210, &min, NULL, NULL, NULL);
  g_assert_cmpint (min, ==, 30);
  gtk_widget_measure (fixture->box, GTK_ORIENTATION_VERTICAL, 209, &min, NULL, NULL, NULL);
  g_assert_cmpint (min, ==, 2 * 30 + SPACING);
}

static void
test_equal_widths (Fixture *fixture, gconstpointer data)
{
  allocate (fixture, 310);
  g_assert_false (tra_adaptive_box_is_stacked (TRA_ADAPTIVE_BOX (fixture->box)));
  assert_child (fixture, 0, 0, 0, 150);
  assert_child (fixture, 1, 160, 0, 150);
}

static void
test_stacked (Fixture *fixture, gconstpointer data)
{
  allocate (fixture, 200);
  g_assert_true (tra_adaptive_box_is_stacked (TRA_ADAPTIVE_BOX (fixture->box)));
  assert_child (fixture, 0, 0, 0, 200);
  assert_child (fixture, 1, 0, 40, 200);
}

static void
test_reverse_stacked (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->box, "reverse-stacked", TRUE, NULL);
  allocate (fixture, 200);
  assert_child (fixture, 0, 0, 40, 200);
  assert_child (fixture, 1, 0, 0, 200);
}

static void
test_natural_widths (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->box, "homogeneous", FALSE, NULL);
  allocate (fixture, 170);
  g_assert_false (tra_adaptive_box_is_stacked (TRA_ADAPTIVE_BOX (fixture->box)));
  allocate (fixture, 300);
  assert_child (fixture, 0, 0, 0, 230);
  assert_child (fixture, 1, 240, 0, 60);
}

static void
test_threshold (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->box, "threshold", 640, NULL);
  allocate (fixture, 639);
  g_assert_true (tra_adaptive_box_is_stacked (TRA_ADAPTIVE_BOX (fixture->box)));
  allocate (fixture, 640);
  g_assert_false (tra_adaptive_box_is_stacked (TRA_ADAPTIVE_BOX (fixture->box)));

  /* Wide enough by the number, but not for what must stand in it. */
  g_object_set (fixture->box, "threshold", 150, NULL);
  allocate (fixture, 200);
  g_assert_true (tra_adaptive_box_is_stacked (TRA_ADAPTIVE_BOX (fixture->box)));
}

static void
test_hidden_child (Fixture *fixture, gconstpointer data)
{
  gtk_widget_set_visible (fixture->children[0], FALSE);
  allocate (fixture, 60);
  g_assert_false (tra_adaptive_box_is_stacked (TRA_ADAPTIVE_BOX (fixture->box)));
  assert_child (fixture, 1, 0, 0, 60);
}

static void
test_right_to_left (Fixture *fixture, gconstpointer data)
{
  gtk_widget_set_direction (fixture->box, GTK_TEXT_DIR_RTL);
  allocate (fixture, 310);
  assert_child (fixture, 0, 160, 0, 150);
  assert_child (fixture, 1, 0, 0, 150);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  ADD ("/adaptive-box/minimum", test_minimum);
  ADD ("/adaptive-box/equal-widths", test_equal_widths);
  ADD ("/adaptive-box/stacked", test_stacked);
  ADD ("/adaptive-box/reverse-stacked", test_reverse_stacked);
  ADD ("/adaptive-box/natural-widths", test_natural_widths);
  ADD ("/adaptive-box/threshold", test_threshold);
  ADD ("/adaptive-box/hidden-child", test_hidden_child);
  ADD ("/adaptive-box/right-to-left", test_right_to_left);
  return g_test_run ();
}
