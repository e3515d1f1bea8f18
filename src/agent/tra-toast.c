/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-toast.h"

/* A toast's own title is cut where a narrow window ends; longer texts get a label that wraps. */
#define MAX_TITLE 24
#define MAX_LINE 36 /* fits a window of 360 px */

/* The overlay's data, of toasts that only tell something. */
#define SHOWN "tra-shown-toast"
#define NEXT "tra-next-toast"

/**
 * tra_toast_new:
 * @text: a short sentence; plain text
 *
 * Returns: (transfer full): a toast that says @text, whatever is in it
 */
AdwToast *
tra_toast_new (const char *text)
{
  /* The title is markup, and a caller's name may be in it. */
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  if (g_utf8_strlen (text, -1) > MAX_TITLE)
    {
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_LINE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "heading");
      adw_toast_set_custom_title (toast, label);
    }
  return toast;
}

static void show_next_cb (GtkWidget *overlay);

static void
show (GtkWidget *overlay, AdwToast *toast)
{
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (show_next_cb), overlay,
                           G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (overlay), SHOWN, g_object_ref (toast), g_object_unref);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static void
show_next_cb (GtkWidget *overlay)
{
  g_autoptr(AdwToast) next = g_object_steal_data (G_OBJECT (overlay), NEXT);

  g_object_set_data (G_OBJECT (overlay), SHOWN, NULL);
  /* An overlay that goes dismisses what it shows, and is in no window by then. */
  if (next != NULL && gtk_widget_get_root (overlay) != NULL)
    show (overlay, g_steal_pointer (&next));
}

/**
 * tra_toast_show:
 * @widget: where it comes from
 * @toast: (transfer full): a toast
 *
 * Shows @toast in the window that @widget is in, after the one that shows. Of those that wait only the
 * latest is kept: on a busy morning they would be read minutes late, one after the other.
 */
void
tra_toast_show (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay == NULL)
    g_object_unref (toast);
  else if (adw_toast_get_button_label (toast) != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast); /* undo is for now or never */
  else if (g_object_get_data (G_OBJECT (overlay), SHOWN) == NULL)
    show (overlay, toast);
  else
    g_object_set_data_full (G_OBJECT (overlay), NEXT, toast, g_object_unref);
}
