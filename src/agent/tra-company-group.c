/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-company-group.h"

#include "tra-company-messages.h"
#include "tra-entry-name.h"

struct _TraCompanyGroup
{
  AdwPreferencesGroup parent_instance;

  /* Of the template. */
  AdwEntryRow *address_row;
  AdwEntryRow *worker_row;
  AdwEntryRow *password_row;
  GtkLabel *hint;
};

G_DEFINE_FINAL_TYPE (TraCompanyGroup, tra_company_group, ADW_TYPE_PREFERENCES_GROUP)

static const char *
text_in (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* A row's text field is the thing that screen readers meet. */
static GtkAccessible *
text_of (AdwEntryRow *row)
{
  return GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (row)));
}

static void
check_address_cb (TraCompanyGroup *self)
{
  g_autofree char *text = tra_company_messages_check_address (text_in (self->address_row));
  GtkAccessible *field = text_of (self->address_row);

  gtk_label_set_label (self->hint, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), text != NULL);
  if (text != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->address_row), "error");
      gtk_accessible_update_state (field, GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_relation (field, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->hint, NULL,
                                      -1);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->address_row), "error");
      gtk_accessible_reset_state (field, GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (field, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
    }
}

static void
tra_company_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_COMPANY_GROUP);
  G_OBJECT_CLASS (tra_company_group_parent_class)->dispose (object);
}

static void
tra_company_group_class_init (TraCompanyGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_company_group_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/example/TaskRouterAgent/tra-company-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TraCompanyGroup, address_row);
  gtk_widget_class_bind_template_child (widget_class, TraCompanyGroup, worker_row);
  gtk_widget_class_bind_template_child (widget_class, TraCompanyGroup, password_row);
  gtk_widget_class_bind_template_child (widget_class, TraCompanyGroup, hint);
  gtk_widget_class_bind_template_callback (widget_class, check_address_cb);
}

static void
tra_company_group_init (TraCompanyGroup *self)
{
  AdwEntryRow *rows[3];

  gtk_widget_init_template (GTK_WIDGET (self));

  rows[0] = self->address_row;
  rows[1] = self->worker_row;
  rows[2] = self->password_row;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    tra_entry_name_apply (rows[i]);
}

/**
 * tra_company_group_fill:
 * @self: the fields
 * @settings: the agent's settings
 *
 * Shows what is known from the last time, or from the administrator.
 */
void
tra_company_group_fill (TraCompanyGroup *self, GSettings *settings)
{
  g_autofree char *address = g_settings_get_string (settings, "server-address");
  g_autofree char *worker = g_settings_get_string (settings, "worker");

  gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);
  gtk_editable_set_text (GTK_EDITABLE (self->worker_row), worker);
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->address_row),
                            g_settings_is_writable (settings, "server-address"));
}

/**
 * tra_company_group_look:
 * @self: the fields
 * @form: (out caller-allocates): what is typed; its strings are good until somebody types on. Whether
 *   to remember it is not asked here
 */
void
tra_company_group_look (TraCompanyGroup *self, TraCompanyForm *form)
{
  form->address = text_in (self->address_row);
  form->worker_name = text_in (self->worker_row);
  form->password = text_in (self->password_row);
}

/**
 * tra_company_group_get_row:
 * @self: the fields
 * @field: (nullable): as TraSession::sign-in-failed names it
 *
 * Returns: (nullable): its row
 */
AdwEntryRow *
tra_company_group_get_row (TraCompanyGroup *self, const char *field)
{
  if (g_strcmp0 (field, "server-address") == 0)
    return self->address_row;
  if (g_strcmp0 (field, "worker") == 0)
    return self->worker_row;
  return g_strcmp0 (field, "password") == 0 ? self->password_row : NULL;
}

/**
 * tra_company_group_get_first_empty:
 * @self: the fields
 *
 * Returns: where the keyboard is to be
 */
AdwEntryRow *
tra_company_group_get_first_empty (TraCompanyGroup *self)
{
  if (*text_in (self->address_row) == '\0')
    return self->address_row;
  return *text_in (self->worker_row) == '\0' ? self->worker_row : self->password_row;
}

/**
 * tra_company_group_clear_hint:
 * @self: the fields
 *
 * What is wrong with the address is said elsewhere, or to be found out.
 */
void
tra_company_group_clear_hint (TraCompanyGroup *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->hint), FALSE);
}
