/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-silence-line.h"

#include <glib/gi18n.h>

/* Of the window that has the line: what is not heard is seen. */
#define SILENT "silent"

/**
 * TraSilenceLine:
 *
 * A line in the popup: that no sound can be played here, when that is so. While an offer is not heard,
 * for this or any other reason, the window that it is in has the style class "silent" and flashes.
 */
struct _TraSilenceLine
{
  AdwBin parent_instance;

  TraRinger *ringer; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (TraSilenceLine, tra_silence_line, ADW_TYPE_BIN)

static void
update (TraSilenceLine *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_widget_set_visible (GTK_WIDGET (self), tra_ringer_has_failed (self->ringer));
  if (root == NULL)
    return;

  if (tra_ringer_is_silent (self->ringer))
    gtk_widget_add_css_class (GTK_WIDGET (root), SILENT);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (root), SILENT);
}

static void
tra_silence_line_dispose (GObject *object)
{
  g_clear_object (&TRA_SILENCE_LINE (object)->ringer);
  G_OBJECT_CLASS (tra_silence_line_parent_class)->dispose (object);
}

static void
tra_silence_line_class_init (TraSilenceLineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_silence_line_dispose;
}

static void
tra_silence_line_init (TraSilenceLine *self)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label", _("No sound can be played here"),
                                   "wrap", TRUE,
                                   "justify", GTK_JUSTIFY_CENTER,
                                   NULL);

  gtk_widget_add_css_class (label, "caption");
  adw_bin_set_child (ADW_BIN (self), label);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * tra_silence_line_set_ringer:
 * @self: a line, in its window
 * @ringer: what is heard, or not
 */
void
tra_silence_line_set_ringer (TraSilenceLine *self, TraRinger *ringer)
{
  g_return_if_fail (TRA_IS_SILENCE_LINE (self));
  g_return_if_fail (TRA_IS_RINGER (ringer));

  g_set_object (&self->ringer, ringer);
  g_signal_connect_object (ringer, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
