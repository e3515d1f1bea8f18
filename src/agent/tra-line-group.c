/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-line-group.h"

#include <glib/gi18n.h>

#include "tra-line-row.h"
#include "tra-session-line.h"

/**
 * TraLineGroup:
 *
 * "On the Line": a row for each phone in the conference. Not there while nobody is.
 */
struct _TraLineGroup
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  GPtrArray *rows;     /* TraLineRows, owned by the group; as the legs are ordered */
  TraSession *session; /* owned */
};

G_DEFINE_FINAL_TYPE (TraLineGroup, tra_line_group, ADW_TYPE_BIN)

static gboolean
shows (TraLineGroup *self, TraLine *line)
{
  if (self->rows->len != line->legs->len)
    return FALSE;

  for (guint i = 0; i < line->legs->len; i++)
    {
      TraLeg *leg = g_ptr_array_index (line->legs, i);

      if (!g_str_equal (leg->call_sid,
                        tra_line_row_get_call_sid (g_ptr_array_index (self->rows, i))))
        return FALSE;
    }
  return TRUE;
}

/* Rows are kept while the same phones are on the line: the focus may be in one of them. */
static void
make_rows (TraLineGroup *self, TraLine *line)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < line->legs->len; i++)
    {
      TraLeg *leg = g_ptr_array_index (line->legs, i);
      GtkWidget *row = tra_line_row_new (leg->call_sid);

      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
update (TraLineGroup *self)
{
  TraLine *line = tra_session_get_line (self->session);
  gboolean is_shown = line != NULL && line->legs->len > 0;

  gtk_widget_set_visible (GTK_WIDGET (self), is_shown);
  if (!is_shown)
    return;

  if (!shows (self, line))
    make_rows (self, line);
  for (guint i = 0; i < line->legs->len; i++)
    tra_line_row_update (g_ptr_array_index (self->rows, i), self->session,
                         g_ptr_array_index (line->legs, i));
}

static void
tra_line_group_dispose (GObject *object)
{
  TraLineGroup *self = TRA_LINE_GROUP (object);

  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_line_group_parent_class)->dispose (object);
}

static void
tra_line_group_finalize (GObject *object)
{
  g_ptr_array_unref (TRA_LINE_GROUP (object)->rows);
  G_OBJECT_CLASS (tra_line_group_parent_class)->finalize (object);
}

static void
tra_line_group_class_init (TraLineGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_line_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_line_group_finalize;
}

static void
tra_line_group_init (TraLineGroup *self)
{
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _("On the Line"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
}

/**
 * tra_line_group_set_session:
 * @self: a group without a session
 * @session: whose line it shows
 */
void
tra_line_group_set_session (TraLineGroup *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_LINE_GROUP (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
