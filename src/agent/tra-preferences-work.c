/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-preferences-pages.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tra-plain-text.h"
#include "tra-setting-list.h"
#include "tra-setting-row.h"

#define MAX_NAME 64

/* ---- What is known of callers ---- */

/* "customer.name = Customer"; without a label the name alone. */
static char *
detail_to_text (GVariant *value)
{
  const char *path, *label;

  g_variant_get (value, "(&s&s)", &path, &label);
  return *label != '\0' ? g_strdup_printf ("%s = %s", path, label) : g_strdup (path);
}

static GVariant *
detail_from_text (const char *text)
{
  const char *sign = strchr (text, '=');
  g_autofree char *path = sign != NULL ? g_strndup (text, sign - text) : g_strdup (text);
  g_autofree char *label = g_strdup (sign != NULL ? sign + 1 : "");

  g_strstrip (path);
  g_strstrip (label);
  return *path != '\0' ? g_variant_new ("(ss)", path, label) : NULL;
}

static void
add_details (AdwPreferencesPage *page, GSettings *settings)
{
  static const TraSettingListKind kind = {
    .title = N_("Caller Details"),
    .subtitle = N_("Attributes to show, in this order; none: all that is for people"),
    /* Translators: what is typed to show one more of a caller's attributes; "=" stays */
    .add = N_("Attribute, or Attribute = Label"),
    .to_text = detail_to_text,
    .from_text = detail_from_text,
  };
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("What Is Known of Callers"));

  adw_preferences_group_add (group, tra_setting_list_new (settings, "caller-details", &kind));
}

/* ---- Wrap-up ---- */

static void
add_outcomes (AdwPreferencesPage *page, GSettings *settings)
{
  static const TraSettingListKind kind = {
    .title = N_("Outcomes"),
    .subtitle = N_("What can be chosen in wrap-up"),
    .add = N_("Another Outcome"),
    .to_text = tra_setting_list_dup_text,
    .from_text = tra_setting_list_new_text,
  };
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Wrap-Up"));

  adw_preferences_group_add (group, tra_setting_list_new (settings, "outcomes", &kind));
  adw_preferences_group_add (
      group, tra_setting_row_new_switch (settings, "outcome-required", _("An Outcome Is Required"),
                                         _("Before a task can be completed")));
}

/* ---- Calls of one's own ---- */

static void
add_dial_pad (AdwPreferencesPage *page, GSettings *settings)
{
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Dial Pad"));

  adw_preferences_group_set_description (
      group, _("What is left empty is taken from the language settings, or is the account’s first."));
  adw_preferences_group_add (
      group, tra_setting_row_new_entry (settings, "dial-region",
                                        /* Translators: of phone numbers that do not begin with + */
                                        _("Country of Numbers (US, DE, …)")));
  adw_preferences_group_add (
      group, tra_setting_row_new_entry (settings, "dial-from", _("Number That Is Shown (+1…)")));
  adw_preferences_group_add (
      group, tra_setting_row_new_entry (settings, "dial-workflow", _("Workflow")));
  adw_preferences_group_add (group,
                             tra_setting_row_new_entry (settings, "dial-queue", _("Queue")));
}

/**
 * tra_preferences_work_add:
 * @page: the page about the agent's work
 * @session: whose settings they are
 *
 * Adds what is shown of callers, what is asked after a call, and the agent's own calls.
 */
void
tra_preferences_work_add (AdwPreferencesPage *page, TraSession *session)
{
  GSettings *settings = tra_session_get_settings (session);

  add_outcomes (page, settings);
  add_dial_pad (page, settings);
  add_details (page, settings);
}

/* The usual channels have names for people; of others their own is shown. */
static char *
name_channel (const char *unique_name)
{
  static const struct
  {
    const char *unique_name;
    const char *words;
  } all[] = {
    { "voice", NC_ ("channel", "Calls") },   { "chat", NC_ ("channel", "Chats") },
    { "sms", NC_ ("channel", "Messages") },  { "video", NC_ ("channel", "Video Calls") },
    { "email", NC_ ("channel", "Emails") },  { "default", NC_ ("channel", "Other Tasks") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_strcmp0 (unique_name, all[i].unique_name) == 0)
      return g_strdup (g_dpgettext2 (NULL, "channel", all[i].words));
  return tra_plain_text (unique_name, MAX_NAME);
}

/**
 * tra_preferences_work_add_automatic:
 * @page: the page about what calls the agent
 * @session: whose settings they are
 *
 * Adds a switch for each channel of the worker's: whether its offers accept themselves.
 */
void
tra_preferences_work_add_automatic (AdwPreferencesPage *page, TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);
  GListModel *channels = worker != NULL ? tr_worker_get_channels (worker) : NULL;
  guint n_items = channels != NULL ? g_list_model_get_n_items (channels) : 0;
  AdwPreferencesGroup *group;

  if (n_items == 0)
    return;

  group = tra_preferences_page_add_group (page, _("Accept by Itself"));
  adw_preferences_group_set_description (
      group, _("After a tone of two seconds, unless you keep it from that. Never a second call."));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(TrWorkerChannel) channel = g_list_model_get_item (channels, i);
      const char *name = tr_worker_channel_get_unique_name (channel);
      g_autofree char *shown = name_channel (name);

      adw_preferences_group_add (
          group, tra_setting_list_new_member (tra_session_get_settings (session), "auto-accept",
                                              name, shown, NULL));
    }
}
