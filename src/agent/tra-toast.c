/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-toast.h"

/* A toast's own title is cut where a narrow window ends; longer texts get a label that wraps. */
#define MAX_TITLE 24

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
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "heading");
      adw_toast_set_custom_title (toast, label);
    }
  return toast;
}

/**
 * tra_toast_show:
 * @widget: where it comes from
 * @toast: (transfer full): a toast
 *
 * Shows @toast in the window that @widget is in.
 */
void
tra_toast_show (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (toast);
}
