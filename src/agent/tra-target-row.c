/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-target-row.h"

#include <glib/gi18n.h>

#include "tra-plain-text.h"

#define MAX_NAME 64

/**
 * TraTargetRow:
 *
 * One of those whom a call may be handed to. Who can't take it is insensitive, and the line below the
 * name says why.
 */
struct _TraTargetRow
{
  AdwActionRow parent_instance;

  TraTarget *target;     /* owned */
  GtkCheckButton *check; /* owned by the row */
};

G_DEFINE_FINAL_TYPE (TraTargetRow, tra_target_row, ADW_TYPE_ACTION_ROW)

static void
tra_target_row_finalize (GObject *object)
{
  g_clear_object (&TRA_TARGET_ROW (object)->target);
  G_OBJECT_CLASS (tra_target_row_parent_class)->finalize (object);
}

static void
tra_target_row_class_init (TraTargetRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tra_target_row_finalize;
}

static void
tra_target_row_init (TraTargetRow *self)
{
  /* What the service calls people and queues is not markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  self->check = GTK_CHECK_BUTTON (gtk_check_button_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->check), GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->check));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), GTK_WIDGET (self->check));
}

static char *
describe (TraTarget *target)
{
  g_autofree char *activity = tra_plain_text (tra_target_get_detail (target), MAX_NAME);
  g_autofree char *skills = NULL;

  if (tra_target_get_kind (target) == TRA_TARGET_BUSY)
    return g_strdup (_("Busy with other calls"));
  if (tra_target_get_kind (target) != TRA_TARGET_FREE || tra_target_get_skills (target) == NULL)
    return g_steal_pointer (&activity);

  skills = tra_plain_text (tra_target_get_skills (target), MAX_NAME);
  /* Translators: a status, and what a colleague knows about: "Available · billing". */
  return g_strdup_printf (_("%s · %s"), activity, skills);
}

static void
add_status (TraTargetRow *self, const char *icon_name, const char *tone)
{
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (icon, tone);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), icon);
}

/**
 * tra_target_row_new:
 * @target: somebody or a queue
 * @group: (nullable): another row's button, of which one is chosen
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
tra_target_row_new (TraTarget *target, GtkCheckButton *group)
{
  TraTargetRow *self = g_object_new (TRA_TYPE_TARGET_ROW, NULL);
  TraTargetKind kind = tra_target_get_kind (target);
  g_autofree char *name = tra_plain_text (tra_target_get_name (target), MAX_NAME);
  g_autofree char *detail = describe (target);

  self->target = g_object_ref (target);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), detail);
  gtk_check_button_set_group (self->check, group);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  detail, -1);
  if (kind == TRA_TARGET_FREE)
    add_status (self, "emblem-default-symbolic", "success");
  else if (kind == TRA_TARGET_BUSY)
    add_status (self, "action-unavailable-symbolic", "warning");
  else if (kind == TRA_TARGET_AWAY)
    add_status (self, "radio-symbolic", "dim-label");
  gtk_widget_set_sensitive (GTK_WIDGET (self), kind == TRA_TARGET_FREE || kind == TRA_TARGET_QUEUE);
  return GTK_WIDGET (self);
}

TraTarget *
tra_target_row_get_target (TraTargetRow *self)
{
  g_return_val_if_fail (TRA_IS_TARGET_ROW (self), NULL);

  return self->target;
}

GtkCheckButton *
tra_target_row_get_check (TraTargetRow *self)
{
  g_return_val_if_fail (TRA_IS_TARGET_ROW (self), NULL);

  return self->check;
}

/**
 * tra_target_row_matches:
 * @self: a row
 * @words: what is searched for; "" is in all
 *
 * Returns: whether each word begins a word of the name or of the line below it
 */
gboolean
tra_target_row_matches (TraTargetRow *self, const char *words)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (TRA_IS_TARGET_ROW (self), FALSE);

  text = g_strdup_printf ("%s %s", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                          adw_action_row_get_subtitle (ADW_ACTION_ROW (self)));
  return *words == '\0' || g_str_match_string (words, text, TRUE);
}
