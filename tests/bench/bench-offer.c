/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "session-fixture.h"
#include "tra-reservation-popup.h"
#include "tra-resources.h"

/*
 * bench-offer [OFFERS]: how long it takes from an offer's frame to its popup.
 *
 * From handing the frame to the socket, in this process, until the popup is mapped, and until its
 * first picture is painted. Needs a display.
 */

static void
painted_cb (GdkFrameClock *clock, gint64 *painted)
{
  if (*painted == 0)
    *painted = g_get_monotonic_time ();
}

static int
compare (const void *a, const void *b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
}

static void
report (const char *what, double *milliseconds, guint n)
{
  qsort (milliseconds, n, sizeof *milliseconds, compare);
  printf ("%s: median %.1f ms, 95 of 100 within %.1f ms, at most %.1f ms\n", what,
          milliseconds[n / 2], milliseconds[n * 95 / 100], milliseconds[n - 1]);
}

static void
measure (Fixture *fixture, GtkWidget *popup, double *mapped, double *painted)
{
  gint64 start = g_get_monotonic_time ();
  gint64 first_paint = 0;
  GdkFrameClock *clock;
  gulong handler;

  fixture_offer (fixture);
  test_wait (gtk_widget_get_mapped (popup));
  *mapped = (double) (g_get_monotonic_time () - start) / 1000;
  clock = gtk_widget_get_frame_clock (popup);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &first_paint);
  gtk_widget_queue_draw (popup);
  test_wait (first_paint != 0);
  g_signal_handler_disconnect (clock, handler);
  *painted = (double) (first_paint - start) / 1000;
  fixture_tell_reservation (fixture, "rescinded", "pending");
  test_wait (!gtk_widget_get_mapped (popup));
}

int
main (int argc, char **argv)
{
  guint n_offers = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 100;
  g_autofree double *mapped = NULL;
  g_autofree double *painted = NULL;
  g_autoptr(GtkApplication) application = NULL;
  Fixture fixture = { 0 };
  GtkWidget *popup;

  if (!gtk_init_check ())
    {
      printf ("no display\n");
      return 77;
    }
  if (n_offers == 0)
    return 1;

  adw_init ();
  g_resources_register (tra_get_resource ());
  mapped = g_new0 (double, n_offers);
  painted = g_new0 (double, n_offers);
  application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  fixture_set_up (&fixture, NULL);
  fixture_go_online (&fixture);
  popup = GTK_WIDGET (tra_reservation_popup_new (application, fixture.session));

  for (guint i = 0; i < n_offers; i++)
    measure (&fixture, popup, &mapped[i], &painted[i]);
  report ("popup mapped", mapped, n_offers);
  report ("popup painted", painted, n_offers);

  gtk_window_destroy (GTK_WINDOW (popup));
  test_settle ();
  fixture_tear_down (&fixture, NULL);
  return 0;
}
