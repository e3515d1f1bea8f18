/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-skills-window.h"

#include <glib/gi18n.h>

#include "tra-plain-text.h"

#define MAX_NAME 64
/* The most that are named. */
#define MAX_ROWS 50

/**
 * TraSkillsWindow:
 *
 * What the service knows of the agent, and routes by: skills, and the channels with how much fits
 * into each and how much is in it. To be read; changing it is the administrator's. It follows what
 * the service says while it is open.
 */
struct _TraSkillsWindow
{
  AdwWindow parent_instance;

  AdwPreferencesGroup *skills;
  AdwPreferencesGroup *channels;
  GPtrArray *rows; /* of both; not owned: the groups' */

  TraSession *session; /* owned */
  char *shown;         /* owned, nullable: what the rows were made of */
};

G_DEFINE_FINAL_TYPE (TraSkillsWindow, tra_skills_window, ADW_TYPE_WINDOW)

static void
add_row (TraSkillsWindow *self, AdwPreferencesGroup *group, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *plain = tra_plain_text (title, MAX_NAME);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), plain);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

/* ---- Skills ---- */

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Flex keeps them in "routing", with levels beside them; others in "skills". */
static JsonArray *
get_skills (JsonObject *attributes)
{
  JsonObject *routing = get_object (attributes, "routing");
  JsonNode *node = routing != NULL ? json_object_get_member (routing, "skills") : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    node = json_object_get_member (attributes, "skills");
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static char *
dup_level (JsonObject *attributes, const char *skill)
{
  JsonObject *levels = get_object (get_object (attributes, "routing"), "levels");
  JsonNode *node = levels != NULL ? json_object_get_member (levels, skill) : NULL;
  g_autofree char *level = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return NULL;
  level = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  /* Translators: how good somebody is at a skill: "Level 3" */
  return g_strdup_printf (_("Level %s"), level);
}

static void
add_skills (TraSkillsWindow *self, JsonObject *attributes)
{
  JsonArray *skills = get_skills (attributes);
  guint n_shown = 0;

  for (guint i = 0; skills != NULL && i < json_array_get_length (skills) && n_shown < MAX_ROWS; i++)
    {
      JsonNode *node = json_array_get_element (skills, i);
      g_autofree char *level = NULL;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        continue;
      level = dup_level (attributes, json_node_get_string (node));
      add_row (self, self->skills, json_node_get_string (node), level);
      n_shown++;
    }
  if (n_shown == 0)
    add_row (self, self->skills, _("None"), NULL);
}

/* ---- Channels ---- */

/* Open reservations, by the channel of their task: wrap-up counts, too. */
static guint
count_open (TrWorker *worker, TrWorkerChannel *channel)
{
  GListModel *list = tr_worker_get_reservations (worker);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(TrReservation) reservation = g_list_model_get_item (list, i);
      TrTask *task = tr_reservation_get_task (reservation);

      n += g_strcmp0 (tr_task_get_channel (task),
                      tr_worker_channel_get_unique_name (channel)) == 0;
    }
  return n;
}

static char *
describe_channel (TrWorker *worker, TrWorkerChannel *channel)
{
  guint capacity = (guint) MAX (tr_worker_channel_get_capacity (channel), 0);
  guint n_open = count_open (worker, channel);

  if (!tr_worker_channel_is_available (channel))
    return g_strdup (_("Switched off for you"));
  if (capacity == 0)
    return g_strdup (_("Nothing is offered to you here"));
  if (n_open >= capacity)
    /* Translators: of a channel: how many tasks are open, and how many may be at a time */
    return g_strdup_printf (
        ngettext ("Full: %u of %u task open", "Full: %u of %u tasks open", capacity), n_open,
        capacity);
  /* Translators: likewise */
  return g_strdup_printf (ngettext ("%u of %u task open", "%u of %u tasks open", capacity), n_open,
                          capacity);
}

static const char *
name_channel (const char *unique_name)
{
  static const struct
  {
    const char *unique_name, *name;
  } known[] = {
    { "voice", N_("Voice") }, { "chat", N_("Chat") },         { "sms", N_("Text Messages") },
    { "video", N_("Video") }, { "default", N_("All Others") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (unique_name, known[i].unique_name) == 0)
      return _(known[i].name);
  return unique_name;
}

static void
add_channels (TraSkillsWindow *self, TrWorker *worker)
{
  GListModel *channels = tr_worker_get_channels (worker);

  for (guint i = 0; i < g_list_model_get_n_items (channels) && i < MAX_ROWS; i++)
    {
      g_autoptr(TrWorkerChannel) channel = g_list_model_get_item (channels, i);
      g_autofree char *subtitle = describe_channel (worker, channel);

      add_row (self, self->channels,
               name_channel (tr_worker_channel_get_unique_name (channel)), subtitle);
    }
}

/* ---- The window ---- */

/* A text that differs when the rows would: they are made anew only then, and the focus stays. */
static char *
make_key (TrWorker *worker)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *attributes = NULL;
  g_autoptr(GString) key = NULL;
  GListModel *channels = tr_worker_get_channels (worker);

  json_node_set_object (node, tr_worker_get_attributes (worker));
  attributes = json_to_string (node, FALSE);
  key = g_string_new (attributes);
  for (guint i = 0; i < g_list_model_get_n_items (channels); i++)
    {
      g_autoptr(TrWorkerChannel) channel = g_list_model_get_item (channels, i);
      g_autofree char *text = describe_channel (worker, channel);

      g_string_append_printf (key, "\n%s %s", tr_worker_channel_get_sid (channel), text);
    }
  return g_strdup (key->str);
}

static void
update (TraSkillsWindow *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  g_autofree char *key = NULL;

  if (worker == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  key = make_key (worker);
  if (g_strcmp0 (key, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&key);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }
  g_ptr_array_set_size (self->rows, 0);
  add_skills (self, tr_worker_get_attributes (worker));
  add_channels (self, worker);
}

static void
tra_skills_window_dispose (GObject *object)
{
  g_clear_object (&TRA_SKILLS_WINDOW (object)->session);
  G_OBJECT_CLASS (tra_skills_window_parent_class)->dispose (object);
}

static void
tra_skills_window_finalize (GObject *object)
{
  TraSkillsWindow *self = TRA_SKILLS_WINDOW (object);

  g_ptr_array_unref (self->rows);
  g_free (self->shown);
  G_OBJECT_CLASS (tra_skills_window_parent_class)->finalize (object);
}

static void
tra_skills_window_class_init (TraSkillsWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_skills_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_skills_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
tra_skills_window_init (TraSkillsWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();

  self->rows = g_ptr_array_new ();
  self->skills = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->skills, _("Skills"));
  self->channels = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->channels, _("Channels"));
  adw_preferences_group_set_description (self->channels,
                                         _("What is open counts until its wrap-up is completed."));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->skills);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->channels);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _("Skills and Channels"));
  gtk_window_set_default_size (GTK_WINDOW (self), 400, 560);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
}

/**
 * tra_skills_window_show:
 * @parent: (nullable): the window that asks
 * @session: whose skills; somebody is signed in
 */
void
tra_skills_window_show (GtkWindow *parent, TraSession *session)
{
  TraSkillsWindow *self;

  g_return_if_fail (TRA_IS_SESSION (session));

  if (tra_session_get_worker (session) == NULL)
    return;

  self = g_object_new (TRA_TYPE_SKILLS_WINDOW, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  gtk_window_present (GTK_WINDOW (self));
}
