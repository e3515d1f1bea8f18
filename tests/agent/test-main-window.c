/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk.h"
#include "test-data.h"
#include "tra-main-window.h"

#define S ((gint64) G_USEC_PER_SEC)
#define OFFLINE_SID "WA00000000000000000000000000000001"

typedef struct
{
  Desk desk;
  TraLog *log;
  GtkWidget *window;
} Fixture;

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  desk_set_up (&fixture->desk);
  /* Still pictures: what is shown is there at once. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  fixture->log = tra_log_new (fixture->desk.state->clock);
  fixture->window = GTK_WIDGET (
    tra_main_window_new (fixture->desk.application, fixture->desk.session, fixture->log));
  gtk_window_present (GTK_WINDOW (fixture->window));
  desk_wait (is_mapped, fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  desk_close (fixture->window);
  desk_tear_down (&fixture->desk);
  g_assert_finalize_object (fixture->log);
}

static void
show_phase (Fixture *fixture, TraPhase phase)
{
  fake_session_set_phase (fixture->desk.session, phase);
  desk_settle ();
}

static void
show_page (Fixture *fixture, const char *page)
{
  gtk_widget_activate_action (fixture->window, "win.show-page", "s", page);
  desk_settle ();
}

static GtkWidget *
find (Fixture *fixture, const char *name)
{
  return desk_find (fixture->window, name);
}

static void
press (Fixture *fixture, const char *name)
{
  GtkWidget *button = find (fixture, name);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    TraPhase phase;
    const char *name;
  } cases[] = {
    { TRA_PHASE_OFFLINE, "Status: Offline" },     { TRA_PHASE_AVAILABLE, "Status: Available" },
    { TRA_PHASE_RESERVED, "Status: Incoming" },   { TRA_PHASE_RINGING, "Status: Ringing" },
    { TRA_PHASE_IN_CALL, "Status: In Call" },     { TRA_PHASE_WRAP_UP, "Status: Wrap-Up" },
    { TRA_PHASE_MISSED, "Status: Offline" },      { TRA_PHASE_EXPIRED, "Status: Signed Out" },
    { TRA_PHASE_CONNECTION_LOST, "Status: Connecting…" }, { TRA_PHASE_ELSEWHERE, "Status: Elsewhere" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      show_phase (fixture, cases[i].phase);
      g_assert_nonnull (find (fixture, cases[i].name));
    }
}

static void
test_signed_in_as (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "dave", "writers", "support", "voice", "+1 650 555 1111" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (desk_shows (fixture->window, texts[i]));
}

static void
test_buttons (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    TraPhase phase;
    const char *button, *verb;
  } cases[] = {
    { TRA_PHASE_OFFLINE, "Go Online", "go-online;" },
    { TRA_PHASE_AVAILABLE, "Go Offline", "go-offline;" },
    { TRA_PHASE_MISSED, "Go Online", "go-online;" },
    { TRA_PHASE_NOT_ANSWERED, "Go Online", "go-online;" },
    { TRA_PHASE_RESERVED, "Accept", "accept WR00000000000000000000000000000001;" },
    { TRA_PHASE_RESERVED, "Reject", "reject WR00000000000000000000000000000001;" },
    { TRA_PHASE_RINGING, "Stop Ringing", "stop-ringing;" },
    { TRA_PHASE_IN_CALL, "End Conference", "end-conference;" },
    { TRA_PHASE_WRAP_UP, "Complete", "complete;" },
    { TRA_PHASE_CONNECTION_LOST, "Reconnect Now", "reconnect;" },
    { TRA_PHASE_EXPIRED, "Sign In…", "sign-in;" },
    { TRA_PHASE_ELSEWHERE, "Take Over", "take-over;" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      show_phase (fixture, cases[i].phase);
      press (fixture, cases[i].button);
      g_assert_cmpstr (fixture->desk.state->verbs->str, ==, cases[i].verb);
      g_string_truncate (fixture->desk.state->verbs, 0);
    }
}

static gboolean
has_width (gpointer widget)
{
  return gtk_widget_get_width (widget) > 0;
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  GtkWidget *accept;
  int before, after;

  show_phase (fixture, TRA_PHASE_RESERVED);
  accept = find (fixture, "Accept");
  desk_wait (has_width, accept); /* from the next frame on */
  before = gtk_widget_get_width (accept);
  fixture->desk.state->busy = "accept";
  fake_session_changed (fixture->desk.session);
  desk_settle ();
  after = gtk_widget_get_width (accept);

  g_assert_false (gtk_widget_is_sensitive (accept));
  g_assert_false (gtk_widget_is_sensitive (find (fixture, "Reject")));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (accept), GTK_ACCESSIBLE_STATE_BUSY, TRUE);
  g_assert_cmpint (after, ==, before);
}

static void
test_time_is_up (Fixture *fixture, gconstpointer data)
{
  show_phase (fixture, TRA_PHASE_RESERVED);
  fixture->desk.state->left = 0;
  fake_session_changed (fixture->desk.session);
  desk_settle ();
  g_assert_false (gtk_widget_is_sensitive (find (fixture, "Accept")));
  g_assert_true (desk_shows (fixture->window, "time’s up"));
}

static void
test_lost_in_call (Fixture *fixture, gconstpointer data)
{
  show_phase (fixture, TRA_PHASE_IN_CALL);
  fixture->desk.state->phase = TRA_PHASE_CONNECTION_LOST;
  fake_session_changed (fixture->desk.session);
  desk_settle ();
  g_assert_true (desk_shows (fixture->window, "Your call goes on"));
  g_assert_true (desk_shows (fixture->window, "Trying again in 8 seconds…"));
  g_assert_true (desk_shows (fixture->window, "4:12"));
  g_assert_false (gtk_widget_is_sensitive (find (fixture, "End Conference")));
}

/* Signed out by the service, the agent can still end the call, and sign in from the banner. */
static void
test_expired_in_call (Fixture *fixture, gconstpointer data)
{
  show_phase (fixture, TRA_PHASE_IN_CALL);
  fixture->desk.state->phase = TRA_PHASE_EXPIRED;
  fake_session_changed (fixture->desk.session);
  desk_settle ();
  g_assert_true (desk_shows (fixture->window, "Your call goes on"));
  g_assert_true (desk_shows (fixture->window, "4:12"));
  g_assert_true (gtk_widget_is_sensitive (find (fixture, "End Conference")));
  g_assert_true (gtk_widget_is_sensitive (find (fixture, "Sign In…")));
}

static void
test_reconnecting (Fixture *fixture, gconstpointer data)
{
  show_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  fixture->desk.state->retry_in = 0;
  fake_session_changed (fixture->desk.session);
  desk_settle ();
  g_assert_true (desk_shows (fixture->window, "Reconnecting…"));
  show_phase (fixture, TRA_PHASE_AVAILABLE);
  g_assert_false (desk_shows (fixture->window, "Reconnecting…"));
}

/* Waiting for calls must cost nothing; in a call something counts. */
static void
test_ticks_only_when_counting (Fixture *fixture, gconstpointer data)
{
  TrClock *clock = fixture->desk.state->clock;
  static const TraPhase still[] = {
    TRA_PHASE_OFFLINE, TRA_PHASE_AWAY, TRA_PHASE_MISSED, TRA_PHASE_NOT_ANSWERED, TRA_PHASE_EXPIRED,
  };
  static const TraPhase counting[] = {
    TRA_PHASE_RESERVED, TRA_PHASE_RINGING, TRA_PHASE_IN_CALL, TRA_PHASE_WRAP_UP,
    TRA_PHASE_CONNECTION_LOST,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (still); i++)
    {
      show_phase (fixture, counting[i]);
      g_assert_cmpint (tr_clock_get_next_time (clock), <=,
                       tr_clock_get_monotonic_time (clock) + S / 4);
      show_phase (fixture, still[i]);
      g_assert_cmpint (tr_clock_get_next_time (clock), ==, -1);
    }

  /* "Available for 12 minutes" is true for a while. */
  show_phase (fixture, TRA_PHASE_AVAILABLE);
  g_assert_cmpint (tr_clock_get_next_time (clock), ==, tr_clock_get_monotonic_time (clock) + 55 * S);
}

static void
test_countdown (Fixture *fixture, gconstpointer data)
{
  GtkWidget *ring;

  show_phase (fixture, TRA_PHASE_RESERVED);
  ring = find (fixture, "Time left to answer");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (ring), GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ring), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 7.0);
  fixture->desk.state->left = 5 * S;
  tr_clock_advance (fixture->desk.state->clock, 2 * S);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ring), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 5.0);
}

/* A screen reader learns of a new state by the focus, which never lands on a button. */
static void
test_focus (Fixture *fixture, gconstpointer data)
{
  GtkWidget *focus;

  show_phase (fixture, TRA_PHASE_RESERVED);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_nonnull (focus);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_ROLE_HEADING);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "+1 415 555 0142");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "+14155550142");
}

static void
test_search_keeps_focus (Fixture *fixture, gconstpointer data)
{
  GtkWidget *focus;

  gtk_widget_activate_action (fixture->window, "win.search-log", NULL);
  desk_settle ();
  show_phase (fixture, TRA_PHASE_RESERVED);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (GTK_IS_EDITABLE (focus));
}

static void
test_strip (Fixture *fixture, gconstpointer data)
{
  show_page (fixture, "log");
  show_phase (fixture, TRA_PHASE_IN_CALL);
  g_assert_true (desk_shows (fixture->window, "Support · 4:12"));
  press (fixture, "End Conference");
  g_assert_cmpstr (fixture->desk.state->verbs->str, ==, "end-conference;");
  press (fixture, "Show");
  desk_settle ();
  g_assert_false (desk_shows (fixture->window, "Support · 4:12"));
  show_page (fixture, "log");
  show_phase (fixture, TRA_PHASE_OFFLINE);
  g_assert_null (find (fixture, "End Conference"));
}

/* Names are an administrator's, attributes a stranger's: text, and never markup. */
static void
test_strangers_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonArray) skills = json_array_new ();

  json_array_add_string_element (skills, "<b>bold</b> & \n \342\200\256evil");
  json_object_set_array_member (fixture->desk.state->attributes, "skills", g_steal_pointer (&skills));
  fake_session_changed (fixture->desk.session);
  desk_settle ();
  g_assert_true (desk_shows (fixture->window, "<b>bold</b> & evil"));

  fake_session_toast (fixture->desk.session, "<i>Couldn’t</i> & wouldn’t");
  desk_settle ();
  g_assert_true (desk_shows (fixture->window, "<i>Couldn’t</i> & wouldn’t"));
}

static gboolean
shows_next (gpointer fixture)
{
  return desk_shows (((Fixture *) fixture)->window, "two") ||
         desk_shows (((Fixture *) fixture)->window, "three");
}

/* Of what waits behind a toast only the latest is told, as soon as there is room. */
static void
test_toasts (Fixture *fixture, gconstpointer data)
{
  GtkWidget *overlay;
  AdwToast *shown;

  show_phase (fixture, TRA_PHASE_AVAILABLE);
  overlay = gtk_widget_get_ancestor (find (fixture, "Go Offline"), ADW_TYPE_TOAST_OVERLAY);
  fake_session_toast (fixture->desk.session, "one");
  fake_session_toast (fixture->desk.session, "two");
  fake_session_toast (fixture->desk.session, "three");
  desk_settle ();
  g_assert_true (desk_shows (fixture->window, "one"));

  shown = g_object_get_data (G_OBJECT (overlay), "tra-shown-toast");
  g_assert_cmpstr (adw_toast_get_title (shown), ==, "one");
  adw_toast_dismiss (shown);
  desk_wait (shows_next, fixture);
  g_assert_true (desk_shows (fixture->window, "three"));
}

static void
assert_fits (Fixture *fixture, TraPhase phase, const char *page, int width)
{
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (fixture->window));
  GtkWidget *header = gtk_widget_get_first_child (content);
  int min;

  show_page (fixture, page);
  show_phase (fixture, phase);
  /* Below the header, whose buttons are the desktop's choice. */
  for (GtkWidget *child = gtk_widget_get_next_sibling (header); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
      if (min > width)
        g_error ("%s needs %d px in phase %d", G_OBJECT_TYPE_NAME (child), min, phase);
    }
}

/* The status for afterwards is seen, in a menu as well, and a press takes it back. */
static void
test_next_status (Fixture *fixture, gconstpointer data)
{
  FakeState *state = fixture->desk.state;

  show_phase (fixture, TRA_PHASE_IN_CALL);
  g_assert_false (desk_shows (fixture->window, "Then: Unavailable"));
  state->next_activity = g_list_model_get_item (G_LIST_MODEL (state->activities), 2);
  g_object_unref (state->next_activity); /* the list holds it */
  show_phase (fixture, TRA_PHASE_IN_CALL);
  g_assert_true (desk_shows (fixture->window, "Then: Unavailable"));
  press (fixture, "Then: Unavailable. Take back");
  g_assert_cmpstr (state->verbs->str, ==, "take-back-status;");
  g_string_truncate (state->verbs, 0);
  assert_fits (fixture, TRA_PHASE_IN_CALL, "now", 360);
  state->next_activity = NULL;
  show_phase (fixture, TRA_PHASE_OFFLINE);
}

/* In a word, and with the way back. */
static void
test_recording (Fixture *fixture, gconstpointer data)
{
  FakeState *state = fixture->desk.state;

  show_phase (fixture, TRA_PHASE_IN_CALL);
  g_assert_false (desk_shows (fixture->window, "Pause Recording"));
  state->recording = TRA_RECORDING_ON;
  show_phase (fixture, TRA_PHASE_IN_CALL);
  g_assert_true (desk_shows (fixture->window, "Recording"));
  press (fixture, "Pause Recording");
  g_assert_cmpstr (state->verbs->str, ==, "pause-recording;");
  g_string_truncate (state->verbs, 0);
  state->recording = TRA_RECORDING_PAUSED;
  show_phase (fixture, TRA_PHASE_IN_CALL);
  g_assert_true (desk_shows (fixture->window, "Not Recording"));
  g_assert_true (desk_shows (fixture->window, "Record Again"));
  state->record_again_left = 252 * (gint64) G_USEC_PER_SEC;
  show_phase (fixture, TRA_PHASE_IN_CALL);
  g_assert_true (desk_shows (fixture->window, "Recorded again in 4:12"));
  assert_fits (fixture, TRA_PHASE_IN_CALL, "now", 360);
  state->recording = TRA_RECORDING_NONE;
  show_phase (fixture, TRA_PHASE_OFFLINE);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  int scale = GPOINTER_TO_INT (data);
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * scale, NULL);
  for (TraPhase phase = TRA_PHASE_CONNECTING; phase <= TRA_PHASE_ELSEWHERE; phase++)
    {
      assert_fits (fixture, phase, "now", 360);
      assert_fits (fixture, phase, "log", 360);
    }
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

/* With the desktop's own three buttons and the demo's, the header gives way, too. */
static void
test_narrow_header (Fixture *fixture, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (fixture->window));
  GtkWidget *header = gtk_widget_get_first_child (content);
  GtkWidget *title = gtk_center_box_get_center_widget (
    GTK_CENTER_BOX (gtk_widget_get_first_child (gtk_widget_get_first_child (header))));
  int min;

  g_object_set (settings, "gtk-decoration-layout", ":minimize,maximize,close", NULL);
  fixture->desk.state->is_demo = TRUE;
  /* As when there is no room for the switcher. */
  adw_view_switcher_title_set_view_switcher_enabled (ADW_VIEW_SWITCHER_TITLE (title), FALSE);
  for (TraPhase phase = TRA_PHASE_CONNECTING; phase <= TRA_PHASE_ELSEWHERE; phase++)
    {
      show_page (fixture, "log");
      show_phase (fixture, phase);
      desk_settle ();
      gtk_widget_measure (header, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
      if (min > 360)
        g_error ("The header needs %d px in phase %d", min, phase);
    }
  gtk_settings_reset_property (settings, "gtk-decoration-layout");
  adw_view_switcher_title_set_view_switcher_enabled (ADW_VIEW_SWITCHER_TITLE (title), TRUE);
  fixture->desk.state->is_demo = FALSE;
  show_phase (fixture, TRA_PHASE_OFFLINE);
}

static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

static int
least_width (GtkWidget *widget)
{
  int min;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
  return min;
}

/* The header is narrow from the next frame on. */
static gboolean
has_room_for_words (gpointer label)
{
  g_autoptr(PangoLayout) words =
    gtk_widget_create_pango_layout (label, gtk_label_get_text (label));
  int width;

  pango_layout_get_pixel_size (words, &width, NULL);
  return least_width (label) >= width;
}

/* Letters differ: a status of wide ones gets the room that it needs where there is room. */
static void
test_wide_letters (Fixture *fixture, gconstpointer data)
{
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (fixture->window));
  GtkWidget *header = gtk_widget_get_first_child (content);
  GtkWidget *title = gtk_center_box_get_center_widget (
    GTK_CENTER_BOX (gtk_widget_get_first_child (gtk_widget_get_first_child (header))));
  g_autoptr(JsonNode) node = test_json ("{\"sid\":\"WA00000000000000000000000000000009\","
                                        "\"friendly_name\":\"MWMWMWMWM\",\"available\":false}");
  g_autoptr(TrActivity) activity = tr_activity_new_from_json (node, NULL);
  GtkWidget *label;

  g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", ":close", NULL);
  adw_view_switcher_title_set_view_switcher_enabled (ADW_VIEW_SWITCHER_TITLE (title), FALSE);
  fixture->desk.state->phase = TRA_PHASE_AWAY;
  fixture->desk.state->activity = activity;
  fake_session_changed (fixture->desk.session);
  desk_settle ();
  label = find_label (header, "MWMWMWMWM");
  g_assert_nonnull (label);
  desk_wait (has_room_for_words, label);
  g_assert_cmpint (least_width (header), <=, 360);
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-decoration-layout");
  adw_view_switcher_title_set_view_switcher_enabled (ADW_VIEW_SWITCHER_TITLE (title), TRUE);
  show_phase (fixture, TRA_PHASE_OFFLINE);
}

static void
test_menu (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button = find (fixture, "Status: Offline");
  g_autoptr(GMenuModel) section = NULL;
  g_autofree char *label = NULL;
  g_autofree char *action = NULL;
  g_autofree char *target = NULL;
  GMenuModel *menu;

  while (!GTK_IS_MENU_BUTTON (button))
    button = gtk_widget_get_parent (button);
  menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button));
  section = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);
  g_assert_cmpint (g_menu_model_get_n_items (section), ==, 3);
  g_menu_model_get_item_attribute (section, 0, "label", "s", &label);
  g_menu_model_get_item_attribute (section, 0, "action", "s", &action);
  g_menu_model_get_item_attribute (section, 0, "target", "s", &target);
  g_assert_cmpstr (label, ==, "Offline");
  g_assert_cmpstr (action, ==, "app.set-activity");
  g_assert_cmpstr (target, ==, OFFLINE_SID);
}

/* Chosen from the menu, the dial pad opens as by its keys: those are shown beside it, and no number
 * is filled in. */
static void
test_dial_pad_in_menu (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button = find (fixture, "Main Menu");
  g_autoptr(GMenuModel) section = NULL;
  g_autofree char *action = NULL;
  g_autofree char *target = NULL;
  GMenuModel *menu;

  while (!GTK_IS_MENU_BUTTON (button))
    button = gtk_widget_get_parent (button);
  menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button));
  section = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);
  g_menu_model_get_item_attribute (section, 0, "action", "s", &action);
  g_menu_model_get_item_attribute (section, 0, "target", "s", &target);
  g_assert_cmpstr (action, ==, "app.dial");
  g_assert_cmpstr (target, ==, "");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  desk_init (&argc, &argv);
  ADD ("/main-window/narrow-header", test_narrow_header);
  ADD ("/main-window/wide-letters", test_wide_letters);
  ADD ("/main-window/status", test_status);
  ADD ("/main-window/signed-in-as", test_signed_in_as);
  ADD ("/main-window/buttons", test_buttons);
  ADD ("/main-window/next-status", test_next_status);
  ADD ("/main-window/recording", test_recording);
  ADD ("/main-window/busy", test_busy);
  ADD ("/main-window/time-is-up", test_time_is_up);
  ADD ("/main-window/lost-in-call", test_lost_in_call);
  ADD ("/main-window/expired-in-call", test_expired_in_call);
  ADD ("/main-window/reconnecting", test_reconnecting);
  ADD ("/main-window/ticks-only-when-counting", test_ticks_only_when_counting);
  ADD ("/main-window/countdown", test_countdown);
  ADD ("/main-window/focus", test_focus);
  ADD ("/main-window/search-keeps-focus", test_search_keeps_focus);
  ADD ("/main-window/strip", test_strip);
  ADD ("/main-window/strangers-text", test_strangers_text);
  ADD ("/main-window/toasts", test_toasts);
  ADD ("/main-window/menu", test_menu);
  ADD ("/main-window/dial-pad-in-menu", test_dial_pad_in_menu);
  g_test_add ("/main-window/narrow", Fixture, GINT_TO_POINTER (1), set_up, test_narrow, tear_down);
  g_test_add ("/main-window/narrow-large-text", Fixture, GINT_TO_POINTER (2), set_up, test_narrow,
              tear_down);
  return g_test_run ();
}
