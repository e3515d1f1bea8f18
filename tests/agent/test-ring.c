/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "tra-resources.h"
#include "tra-ring-face.h"
#include "tra-ring.h"

#define S ((gint64) G_USEC_PER_SEC)

static TraRing *
make_ring (GtkAccessibleRole role)
{
  return g_object_ref_sink (g_object_new (TRA_TYPE_RING, "accessible-role", role, NULL));
}

static void
assert_said (TraRing *ring, double now, const char *text)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (tra_ring_get_bar (ring)), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, now);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (tra_ring_get_bar (ring)), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text);
}

static void
assert_classes (TraRing *ring, const char *tone, const char *weight)
{
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (ring), tone));
  g_assert_cmpint (gtk_widget_has_css_class (GTK_WIDGET (ring), "pressing"), ==,
                   g_strcmp0 (weight, "pressing") == 0);
  g_assert_cmpint (gtk_widget_has_css_class (GTK_WIDGET (ring), "urgent"), ==,
                   g_strcmp0 (weight, "urgent") == 0);
}

static void
test_countdown_stages (void)
{
  TraRing *ring = make_ring (GTK_ACCESSIBLE_ROLE_GROUP);

  tra_ring_show_countdown (ring, 10 * S, 10 * S, NULL);
  assert_classes (ring, "tone-accent", NULL);
  tra_ring_show_countdown (ring, 5 * S, 10 * S, NULL);
  assert_classes (ring, "tone-warning", "pressing");
  tra_ring_show_countdown (ring, 3 * S, 10 * S, NULL);
  assert_classes (ring, "tone-error", "urgent");
  tra_ring_show_countdown (ring, 0, 10 * S, NULL);
  assert_classes (ring, "tone-plain", NULL);

  g_assert_finalize_object (ring);
}

/* Speech that counts every second would drown what the agent is doing. */
static void
test_countdown_told (void)
{
  TraRing *ring = make_ring (GTK_ACCESSIBLE_ROLE_GROUP);

  gtk_test_accessible_assert_role (tra_ring_get_bar (ring), GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
  for (int left = 10; left >= 0; left--)
    {
      gboolean is_told = left == 10 || left == 5 || left <= 3;

      tra_ring_show_countdown (ring, left * S, 10 * S, NULL);
      gtk_test_accessible_assert_property (GTK_ACCESSIBLE (tra_ring_get_bar (ring)), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                           (double) left);
      g_assert_cmpint (gtk_test_accessible_has_property (GTK_ACCESSIBLE (tra_ring_get_bar (ring)),
                                                         GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT),
                       ==, is_told);
    }
  assert_said (ring, 0, "0 seconds left");

  /* The next caller's countdown. */
  tra_ring_show_countdown (ring, 8 * S, 10 * S, NULL);
  assert_said (ring, 8, "8 seconds left");

  g_assert_finalize_object (ring);
}

static void
test_call (void)
{
  TraRing *ring = make_ring (GTK_ACCESSIBLE_ROLE_TIMER);

  tra_ring_show_call (ring, 252 * S, TRUE);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ring), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "In Call 4:12");
  assert_classes (ring, "tone-success", NULL);

  g_assert_finalize_object (ring);
}

static void
test_wrap_up (void)
{
  TraRing *ring = make_ring (GTK_ACCESSIBLE_ROLE_TIMER);

  tra_ring_show_wrap_up (ring, 38 * S, 120 * S);
  assert_classes (ring, "tone-accent", NULL);
  tra_ring_show_wrap_up (ring, 121 * S, 120 * S);
  assert_classes (ring, "tone-warning", "pressing");
  tra_ring_show_wrap_up (ring, 38 * S, 0);
  assert_classes (ring, "tone-accent", NULL);

  g_assert_finalize_object (ring);
}

static int
width_of (TraRing *ring)
{
  int min;

  gtk_widget_measure (GTK_WIDGET (ring), GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
  return min;
}

static void
test_size (void)
{
  TraRing *ring = make_ring (GTK_ACCESSIBLE_ROLE_IMG);
  int ready, counting;

  tra_ring_show_icon (ring, TRA_RING_FULL, TRA_RING_SUCCESS, "audio-headset-symbolic");
  ready = width_of (ring);
  tra_ring_show_countdown (ring, 10 * S, 10 * S, NULL);
  counting = width_of (ring);
  g_assert_cmpint (ready, ==, 156);
  g_assert_cmpint (counting, ==, ready);

  g_object_set (ring, "base-size", 24, NULL);
  g_assert_cmpint (width_of (ring), ==, 24);

  g_assert_finalize_object (ring);
}

static GtkWidget *
find_caption (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "caption-heading")
                         ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_caption (child);
  return found;
}

/* With large text and long words as well: the lower corners of the caption are inside the ring. */
static void
test_holds_its_words (void)
{
  TraRing *ring = make_ring (GTK_ACCESSIBLE_ROLE_TIMER);
  GtkWidget *caption = find_caption (GTK_WIDGET (ring));
  PangoAttrList *large = pango_attr_list_new ();
  GtkRequisition words, all;

  pango_attr_list_insert (large, pango_attr_scale_new (2.5));
  gtk_label_set_attributes (GTK_LABEL (caption), large);
  tra_ring_show_hold (ring, 500 * S, 130 * S, 120 * S);
  gtk_widget_get_preferred_size (caption, NULL, &words);
  gtk_widget_get_preferred_size (gtk_widget_get_parent (caption), NULL, &all);
  g_assert_cmpint (width_of (ring), >=,
                   2 * hypot (words.width / 2.0, all.height * 3 / 8.0) + 2 * TRA_RING_MAX_STROKE);

  pango_attr_list_unref (large);
  g_assert_finalize_object (ring);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (tra_get_resource ());
  g_test_add_func ("/ring/countdown/stages", test_countdown_stages);
  g_test_add_func ("/ring/countdown/told", test_countdown_told);
  g_test_add_func ("/ring/call", test_call);
  g_test_add_func ("/ring/wrap-up", test_wrap_up);
  g_test_add_func ("/ring/holds-its-words", test_holds_its_words);
  g_test_add_func ("/ring/size", test_size);
  return g_test_run ();
}
