/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-main-window.h"

#include <glib/gi18n.h>

#include "tra-away-banner.h"
#include "tra-banner.h"
#include "tra-call-strip.h"
#include "tra-log-page.h"
#include "tra-now-page.h"
#include "tra-quiet-banner.h"
#include "tra-sandbox-pane.h"
#include "tra-scene.h"
#include "tra-status-menu.h"
#include "tra-team-page.h"
#include "tra-toast.h"
#include "tra-today-page.h"
#include "tra-stuck-banner.h"
#include "tra-task-cards.h"
#include "tra-wrap-up-bar.h"

/* What the demo wants to be as wide as, so that its panel stands beside the two columns. */
#define DEMO_WIDTH 1120
#define DEMO_HEIGHT 690
#define MIN_WIDTH 360

/**
 * TraMainWindow:
 *
 * The agent's desk: the status in the header, the pages Now and Log, and in the demo the sandbox.
 */
struct _TraMainWindow
{
  AdwApplicationWindow parent_instance;

  AdwViewSwitcherTitle *switcher_title;
  GtkWidget *title_label; /* the switcher's */
  AdwViewSwitcherBar *switcher_bar;
  GtkMenuButton *status_button;
  GtkImage *status_icon;
  GtkLabel *status_label;
  GtkWidget *demo_chip;
  GtkWidget *sandbox_button;
  TraBanner *banner;
  TraAwayBanner *away_banner;
  TraQuietBanner *quiet_banner;
  AdwFlap *flap;
  GtkWidget *separator;
  AdwViewStack *stack;
  TraNowPage *now_page;
  AdwBin *today; /* holds the page when it was looked at once */
  TraLogPage *log_page;
  TraStuckBanner *stuck_banner;
  TraTaskCards *task_cards;
  TraWrapUpBar *wrap_up_bar;
  TraCallStrip *call_strip;
  TraSandboxPane *sandbox_pane;

  TraSession *session;     /* owned */
  TraHistory *history;     /* owned, nullable */
  GMenu *status_menu;      /* owned */
  char *menu_key;          /* owned: of what is in it */
  const char *status_tone; /* the style class of the status icon */
  gboolean is_demo;
  guint width_idle; /* source */
};

G_DEFINE_FINAL_TYPE (TraMainWindow, tra_main_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
is_on_now (TraMainWindow *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "now") == 0;
}

/* At the start nobody looks at it. */
static void
fill_today (TraMainWindow *self)
{
  if (self->history == NULL || adw_bin_get_child (self->today) != NULL ||
      g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "today") != 0)
    return;

  adw_bin_set_child (self->today, g_object_new (TRA_TYPE_TODAY_PAGE, NULL));
  tra_today_page_set_history (TRA_TODAY_PAGE (adw_bin_get_child (self->today)), self->history);
}

/* In pixels, as @widget would write it in one line. */
static int
measure_words (GtkWidget *widget, const char *text)
{
  g_autoptr(PangoLayout) words = gtk_widget_create_pango_layout (widget, text);
  int width;

  pango_layout_get_pixel_size (words, &width, NULL);
  return width;
}

/* In a narrow window, instead of the switcher; on Now the status is title enough. It is whole or not
 * there: with large letters there may be no room, and the switcher below says it as well. */
static void
fit_title (TraMainWindow *self)
{
  GtkWidget *page = adw_view_stack_get_visible_child (self->stack);
  GtkWidget *header = gtk_widget_get_ancestor (GTK_WIDGET (self->status_label), ADW_TYPE_HEADER_BAR);
  int room = gtk_widget_get_width (header);
  const char *title = "";
  int min;

  if (page != NULL && !is_on_now (self))
    title = adw_view_stack_page_get_title (adw_view_stack_get_page (self->stack, page));
  adw_view_switcher_title_set_title (self->switcher_title, title);
  if (*title == '\0' || room == 0 || self->title_label == NULL ||
      !adw_view_switcher_title_get_title_visible (self->switcher_title))
    return;

  gtk_widget_measure (header, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
  if (min + measure_words (self->title_label, title) > room)
    adw_view_switcher_title_set_title (self->switcher_title, "");
}

static void
page_changed_cb (TraMainWindow *self)
{
  if (self->session == NULL)
    return;

  fit_title (self);
  fill_today (self);
  tra_wrap_up_bar_set_wanted (self->wrap_up_bar, is_on_now (self));
  tra_call_strip_set_wanted (self->call_strip, !is_on_now (self));
}

/* In a narrow window the header gives the room to the title first, though there is none: the status
 * asks for its own, in pixels, since letters differ, but never for so much that the window could not
 * be as narrow as it may. */
static void
fit_status (TraMainWindow *self)
{
  GtkWidget *header = gtk_widget_get_ancestor (GTK_WIDGET (self->status_label), ADW_TYPE_HEADER_BAR);
  gboolean is_narrow = adw_view_switcher_title_get_title_visible (self->switcher_title);
  int width = measure_words (GTK_WIDGET (self->status_label),
                             gtk_label_get_text (self->status_label));
  int min = 0;

  gtk_widget_set_size_request (GTK_WIDGET (self->status_label), is_narrow ? width : -1, -1);
  gtk_widget_measure (header, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
  if (is_narrow && min > MIN_WIDTH)
    gtk_widget_set_size_request (GTK_WIDGET (self->status_label),
                                 MAX (width - (min - MIN_WIDTH), 0), -1);
}

static void
update_status (TraMainWindow *self, TraScene *scene)
{
  /* Translators: the name of the header's status button; %s is "Available", "In Call". */
  g_autofree char *name = g_strdup_printf (_("Status: %s"), scene->status);

  gtk_image_set_from_icon_name (self->status_icon, scene->icon_name);
  if (self->status_tone != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->status_icon), self->status_tone);
  self->status_tone = scene->tone;
  gtk_widget_add_css_class (GTK_WIDGET (self->status_icon), scene->tone);
  if (g_strcmp0 (gtk_label_get_text (self->status_label), scene->status) == 0)
    return;

  gtk_label_set_text (self->status_label, scene->status);
  fit_status (self);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status_button), scene->status);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->status_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  /* A status that changes under an open menu would make a click choose something else. */
  gtk_menu_button_popdown (self->status_button);
}

static void
update_menu (TraMainWindow *self)
{
  g_autofree char *key = tra_status_menu_get_key (self->session);

  if (g_strcmp0 (key, self->menu_key) == 0)
    return;

  /* The same menu, so that one that is open stays so. */
  g_free (self->menu_key);
  self->menu_key = g_steal_pointer (&key);
  tra_status_menu_fill (self->status_menu, self->session);
}

/* No event tells of a status that an administrator made, renamed or deleted: whoever looks sees it. */
static void
menu_opened_cb (TraMainWindow *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);

  if (worker != NULL)
    tr_worker_refresh_activities (worker);
}

/* In a narrow window the pages are switched below, and there is no room for the chip. */
static void
update_width (TraMainWindow *self)
{
  gboolean is_narrow = adw_view_switcher_title_get_title_visible (self->switcher_title);

  adw_view_switcher_bar_set_reveal (self->switcher_bar, is_narrow);
  gtk_widget_set_visible (self->demo_chip, self->is_demo && !is_narrow);
  fit_status (self);
  fit_title (self);
}

static gboolean
width_idle_cb (gpointer user_data)
{
  TraMainWindow *self = user_data;

  self->width_idle = 0;
  update_width (self);
  return G_SOURCE_REMOVE;
}

/* The switcher decides while the window gets its size, and the first time twice: what takes part in
 * that must not change until it is over. */
static void
title_moved_cb (TraMainWindow *self)
{
  if (self->width_idle == 0)
    self->width_idle = g_idle_add (width_idle_cb, self);
}

static void
add_sandbox_action (TraMainWindow *self)
{
  g_autoptr(GPropertyAction) action =
    g_property_action_new ("show-sandbox", self->flap, "reveal-flap");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

static void
update_demo (TraMainWindow *self)
{
  gboolean is_demo = tra_session_is_demo (self->session);
  GSettings *settings = tra_session_get_settings (self->session);

  if (self->is_demo == is_demo)
    return;

  self->is_demo = is_demo;
  update_width (self);
  gtk_widget_set_visible (self->sandbox_button, is_demo);
  if (is_demo)
    add_sandbox_action (self);
  else
    g_action_map_remove_action (G_ACTION_MAP (self), "show-sandbox");
  gtk_widget_set_visible (GTK_WIDGET (self->sandbox_pane), is_demo);
  gtk_widget_set_visible (self->separator, is_demo);
  adw_flap_set_reveal_flap (self->flap,
                            is_demo && !adw_flap_get_folded (self->flap) &&
                            g_settings_get_boolean (settings, "show-sandbox"));
}

/* Of those who are no supervisors the window has no such page at all. */
static void
update_team (TraMainWindow *self)
{
  GtkWidget *page = adw_view_stack_get_child_by_name (self->stack, "team");
  gboolean is_wanted = tra_session_is_supervisor (self->session);

  if (is_wanted && page == NULL)
    {
      adw_view_stack_page_set_icon_name (
          adw_view_stack_add_titled (self->stack, tra_team_page_new (self->session), "team",
                                     _("Team")),
          "system-users-symbolic");
    }
  else if (!is_wanted && page != NULL)
    {
      if (adw_view_stack_get_visible_child (self->stack) == page)
        adw_view_stack_set_visible_child_name (self->stack, "now");
      adw_view_stack_remove (self->stack, page);
    }
}

static void
update (TraMainWindow *self)
{
  g_autoptr(TraScene) scene = tra_scene_new (self->session);

  update_demo (self);
  update_team (self);
  update_menu (self);
  update_status (self, scene);
}

static void
toast_cb (TraMainWindow *self, const char *text)
{
  tra_toast_show (GTK_WIDGET (self->stack), tra_toast_new (text));
}

/* Who asks for a page wants to work in it. Left alone, the stack gives the focus back to where it was
 * in this page, but one that it never had loses it to whatever is next: the caller's number. */
static void
show_page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraMainWindow *self = TRA_MAIN_WINDOW (widget);
  GtkWidget *page =
      adw_view_stack_get_child_by_name (self->stack, g_variant_get_string (parameter, NULL));
  GtkWidget *focus;

  if (page == NULL)
    return;
  adw_view_stack_set_visible_child (self->stack, page);
  focus = gtk_root_get_focus (GTK_ROOT (self));
  if (focus == NULL || !gtk_widget_is_ancestor (focus, page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
search_log_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraMainWindow *self = TRA_MAIN_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->stack, "log");
  tra_log_page_start_search (self->log_page);
}

static void
write_note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraMainWindow *self = TRA_MAIN_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->stack, "now");
  tra_now_page_write_note (self->now_page);
}

static void
open_status_menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (TRA_MAIN_WINDOW (widget)->status_button);
}

static void
flap_moved_cb (TraMainWindow *self)
{
  /* Folded it opens and closes by itself as the window's width changes: that is nobody's wish. */
  if (self->is_demo && !adw_flap_get_folded (self->flap))
    g_settings_set_boolean (tra_session_get_settings (self->session), "show-sandbox",
                            adw_flap_get_reveal_flap (self->flap));
}

static void
tra_main_window_dispose (GObject *object)
{
  TraMainWindow *self = TRA_MAIN_WINDOW (object);

  /* It holds the flap, and so the panel in it, and the panel holds the session. */
  g_action_map_remove_action (G_ACTION_MAP (self), "show-sandbox");
  g_clear_handle_id (&self->width_idle, g_source_remove);
  g_clear_object (&self->status_menu);
  g_clear_object (&self->history);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_MAIN_WINDOW);
  G_OBJECT_CLASS (tra_main_window_parent_class)->dispose (object);
}

static void
tra_main_window_finalize (GObject *object)
{
  g_free (TRA_MAIN_WINDOW (object)->menu_key);
  G_OBJECT_CLASS (tra_main_window_parent_class)->finalize (object);
}

static void
ensure_types (void)
{
  g_type_ensure (TRA_TYPE_AWAY_BANNER);
  g_type_ensure (TRA_TYPE_BANNER);
  g_type_ensure (TRA_TYPE_CALL_STRIP);
  g_type_ensure (TRA_TYPE_LOG_PAGE);
  g_type_ensure (TRA_TYPE_NOW_PAGE);
  g_type_ensure (TRA_TYPE_QUIET_BANNER);
  g_type_ensure (TRA_TYPE_SANDBOX_PANE);
  g_type_ensure (TRA_TYPE_STUCK_BANNER);
  g_type_ensure (TRA_TYPE_TASK_CARDS);
  g_type_ensure (TRA_TYPE_WRAP_UP_BAR);
}

static void
tra_main_window_class_init (TraMainWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tra_main_window_dispose;
  object_class->finalize = tra_main_window_finalize;

  ensure_types ();
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-main-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, away_banner);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, call_strip);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, demo_chip);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, log_page);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, now_page);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, quiet_banner);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, sandbox_button);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, sandbox_pane);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, separator);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, status_button);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, status_icon);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, status_label);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, today);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, stuck_banner);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, task_cards);
  gtk_widget_class_bind_template_child (widget_class, TraMainWindow, wrap_up_bar);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_moved_cb);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "win.search-log", NULL, search_log_action);
  gtk_widget_class_install_action (widget_class, "win.write-note", NULL, write_note_action);
  gtk_widget_class_install_action (widget_class, "win.open-status-menu", NULL,
                                   open_status_menu_action);
}

/* libadwaita keeps room for five letters of the title, and beside the desktop's own three buttons there
 * is less than that. */
static void
let_title_shrink (TraMainWindow *self, GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_ancestor (widget, ADW_TYPE_WINDOW_TITLE) != NULL)
    {
      gtk_label_set_width_chars (GTK_LABEL (widget), 0);
      if (gtk_widget_has_css_class (widget, "title"))
        self->title_label = widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    let_title_shrink (self, child);
}

static void
tra_main_window_init (TraMainWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  let_title_shrink (self, GTK_WIDGET (self->switcher_title));
  g_signal_connect_object (self, "notify::default-width", G_CALLBACK (title_moved_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
restore_size (TraMainWindow *self)
{
  GSettings *settings = tra_session_get_settings (self->session);
  g_autoptr(GVariant) chosen = g_settings_get_user_value (settings, "window-width");

  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  if (chosen == NULL && tra_session_is_demo (self->session))
    gtk_window_set_default_size (GTK_WINDOW (self), DEMO_WIDTH, DEMO_HEIGHT);
}

/**
 * tra_main_window_new:
 * @application: whose actions its buttons name
 * @session: what it shows
 * @log: the activity log
 *
 * Returns: (transfer none): the window, owned by the toolkit, not shown yet
 */
TraMainWindow *
tra_main_window_new (GtkApplication *application, TraSession *session, TraLog *log)
{
  TraMainWindow *self;
  g_autoptr(TraDoNotDisturb) do_not_disturb = NULL;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);
  g_return_val_if_fail (TRA_IS_LOG (log), NULL);

  self = g_object_new (TRA_TYPE_MAIN_WINDOW, "application", application, NULL);
  self->session = g_object_ref (session);
  restore_size (self);
  self->status_menu = g_menu_new ();
  gtk_menu_button_set_menu_model (self->status_button, G_MENU_MODEL (self->status_menu));
  g_signal_connect_object (gtk_menu_button_get_popover (self->status_button), "show",
                           G_CALLBACK (menu_opened_cb), self, G_CONNECT_SWAPPED);
  tra_banner_set_session (self->banner, session);
  tra_away_banner_set_session (self->away_banner, session);
  do_not_disturb = tra_do_not_disturb_new (
      g_application_get_dbus_connection (G_APPLICATION (application)));
  tra_quiet_banner_follow (self->quiet_banner, session, do_not_disturb);
  tra_stuck_banner_set_session (self->stuck_banner, session);
  tra_task_cards_set_session (self->task_cards, session);
  tra_now_page_set_session (self->now_page, session);
  tra_log_page_set_log (self->log_page, log);
  tra_wrap_up_bar_set_session (self->wrap_up_bar, session);
  tra_call_strip_set_session (self->call_strip, session);
  tra_sandbox_pane_set_session (self->sandbox_pane, session);

  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (flap_moved_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
  page_changed_cb (self);
  return self;
}

/**
 * tra_main_window_set_history:
 * @self: a window without a history
 * @history: the agent's own calls
 */
void
tra_main_window_set_history (TraMainWindow *self, TraHistory *history)
{
  g_return_if_fail (TRA_IS_MAIN_WINDOW (self));
  g_return_if_fail (TRA_IS_HISTORY (history));
  g_return_if_fail (self->history == NULL);

  self->history = g_object_ref (history);
  tra_now_page_set_history (self->now_page, history);
  fill_today (self);
  g_signal_connect_object (history, "trouble", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
}
