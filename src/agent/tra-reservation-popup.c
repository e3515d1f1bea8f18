/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-reservation-popup.h"

#include <glib/gi18n.h>

#include "tra-adaptive-box.h"
#include "tra-busy-button.h"
#include "tra-caller-memory.h"
#include "tra-chips.h"
#include "tra-duration.h"
#include "tra-flight-recorder.h"
#include "tra-facts-card.h"
#include "tra-facts-layout.h"
#include "tra-heading.h"
#include "tra-offer-extras.h"
#include "tra-offer-row.h"
#include "tra-plain-text.h"
#include "tra-ring.h"
#include "tra-session-transfer.h"
#include "tra-session-unclear.h"
#include "tra-silence-line.h"
#include "tra-ticker.h"

#define MAX_NAME 64
/* A window that comes up takes the keys that were meant for another: for so long it ignores them. */
#define ARMING_TIME ((gint64) 700 * 1000)

/**
 * TraReservationPopup:
 *
 * The offer in a window of its own, over whatever the agent works with. It comes as soon as a
 * reservation is pending and goes at any end of it; closing it hides it and rejects nothing, and it
 * stays hidden for that one, whatever the connection does meanwhile. With several it shows the one
 * with the least time left, and the others as rows below.
 */
struct _TraReservationPopup
{
  AdwWindow parent_instance;

  AdwWindowTitle *window_title;
  TraRing *ring;
  TraHeading *caller;
  TraChips *chips;
  GtkLabel *memory;
  GtkLabel *unclear; /* shown while nobody knows whether Accept was taken */
  TraFactsCard *facts;
  TraOfferExtras *extras;
  GtkWidget *buttons;
  TraBusyButton *reject;
  TraBusyButton *accept;
  GtkListBox *others;
  TraSilenceLine *silence;

  TraSession *session;  /* owned */
  TraHistory *history;  /* owned, nullable */
  TraTicker *ticker;    /* owned */
  GPtrArray *offers;    /* owned TrReservations, the least time left first */
  GHashTable *seen;     /* owned: SIDs of those that the popup has come up for */
  gint64 armed_at;      /* the clock's monotonic µs */
  TrReservation *rehearsal; /* owned, nullable: all that it shows, and nobody's call */
  gint64 rehearsal_until;   /* the clock's monotonic µs */
};

G_DEFINE_FINAL_TYPE (TraReservationPopup, tra_reservation_popup, ADW_TYPE_WINDOW)

static TrReservation *
first_offer (TraReservationPopup *self)
{
  return self->offers->len > 0 ? g_ptr_array_index (self->offers, 0) : NULL;
}

static int
compare_left (gconstpointer a, gconstpointer b, gpointer user_data)
{
  TraSession *session = user_data;
  gint64 left_a = tra_session_get_reservation_left (session, *(TrReservation **) a);
  gint64 left_b = tra_session_get_reservation_left (session, *(TrReservation **) b);

  return left_a < left_b ? -1 : left_a > left_b;
}

static gint64
left_of (TraReservationPopup *self, TrReservation *reservation)
{
  TrClock *clock = tra_session_get_clock (self->session);

  if (self->rehearsal != NULL)
    return MAX (self->rehearsal_until - tr_clock_get_monotonic_time (clock), 0);
  return tra_session_get_reservation_left (self->session, reservation);
}

static gboolean
is_lost (TraReservationPopup *self)
{
  return self->rehearsal == NULL && tra_session_get_phase (self->session) == TRA_PHASE_CONNECTION_LOST;
}

/* While the connection is lost the service still waits for an answer, until the time is up: an offer
 * that was there stays, paused. */
static gboolean
is_paused (TraReservationPopup *self, GPtrArray *before, TrReservation *reservation)
{
  return is_lost (self) && g_ptr_array_find (before, reservation, NULL) &&
         tr_reservation_get_status (reservation) == TR_RESERVATION_PENDING &&
         tra_session_get_reservation_left (self->session, reservation) > 0;
}

/* An offer is answered once, so it stays in view while its own Accept is on its way. */
static GPtrArray *
find_offers (TraReservationPopup *self, GPtrArray *before)
{
  GPtrArray *offers = g_ptr_array_new_with_free_func (g_object_unref);
  TrWorker *worker = tra_session_get_worker (self->session);
  GListModel *reservations = worker != NULL ? tr_worker_get_reservations (worker) : NULL;

  if (self->rehearsal != NULL)
    {
      g_ptr_array_add (offers, g_object_ref (self->rehearsal));
      return offers;
    }
  for (guint i = 0; reservations != NULL && i < g_list_model_get_n_items (reservations); i++)
    {
      g_autoptr(TrReservation) reservation = g_list_model_get_item (reservations, i);

      if (tra_session_is_offered (self->session, reservation) ||
          is_paused (self, before, reservation))
        g_ptr_array_add (offers, g_steal_pointer (&reservation));
    }
  g_ptr_array_sort_with_data (offers, compare_left, self->session);
  return offers;
}

/* Whatever else it looks like: nobody is to take it for a call. */
static void
label_rehearsal (TraReservationPopup *self)
{
  gtk_window_set_title (GTK_WINDOW (self), _("Rehearsal: nobody is calling"));
  adw_window_title_set_title (self->window_title, _("Rehearsal"));
  adw_window_title_set_subtitle (self->window_title, _("Nobody is calling"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->accept), "rehearsal.accept");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->reject), "rehearsal.reject");
}

/* Who hands a call over is known by name a moment later. */
static void
show_origin (TraReservationPopup *self, TrReservation *reservation)
{
  TrTask *task = tr_reservation_get_task (reservation);
  gboolean is_call = tr_task_get_call_sid (task) != NULL;
  g_autofree char *sender = tra_session_dup_sender_name (self->session, reservation);
  g_autofree char *queue_name = tra_plain_text (tr_task_get_queue_name (task), MAX_NAME);
  /* Translators: %s is the name of a queue of callers: "Support". */
  g_autofree char *queue = g_strdup_printf (_("%s queue"), queue_name);
  g_autofree char *origin = NULL;

  if (sender != NULL)
    /* Translators: a colleague who transfers a call, and a queue: "By edith · Support queue". */
    origin = g_strdup_printf (_("By %s · %s"), sender, queue);
  if (sender != NULL)
    adw_window_title_set_title (self->window_title, _("Transferred Call"));
  else
    adw_window_title_set_title (self->window_title, is_call ? _("Incoming Call") : _("Incoming Task"));
  adw_window_title_set_subtitle (self->window_title, origin != NULL ? origin : queue);
}

/* As the administrator wants it, the same as in the window; else the few words of the chips. */
static void
show_facts (TraReservationPopup *self, TrReservation *reservation)
{
  GSettings *settings = tra_session_get_settings (self->session);
  g_autoptr(GVariant) layout = g_settings_get_value (settings, "caller-details");
  gboolean is_set = tra_facts_layout_is_set (layout);

  tra_chips_set_reservation (self->chips, is_set ? NULL : reservation, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), is_set);
  if (is_set)
    {
      guint n_first;
      g_autoptr(GPtrArray) facts = tra_facts_layout_apply (layout, reservation, &n_first);

      tra_facts_card_set_facts (self->facts, facts, n_first);
    }
}

static void
show_memory (TraReservationPopup *self, TrTask *task)
{
  g_autofree char *text = NULL;

  if (self->history != NULL)
    text = tra_caller_memory_describe (self->history, task);
  gtk_label_set_text (self->memory, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->memory), text != NULL);
}

/* For the ear: the queue, and who hands the call over. */
static char *
describe_origin (TraReservationPopup *self, TrReservation *reservation, const char *queue)
{
  g_autofree char *sender =
      self->rehearsal == NULL ? tra_session_dup_sender_name (self->session, reservation) : NULL;

  if (sender == NULL)
    return g_strdup (queue);
  /* Translators: what a screen reader says of a call: a colleague's name, and "Support queue" */
  return g_strdup_printf (_("Transferred by %s, %s"), sender, queue);
}

static void
show_first (TraReservationPopup *self, TrReservation *reservation)
{
  TrTask *task = tr_reservation_get_task (reservation);
  gboolean is_call = tr_task_get_call_sid (task) != NULL;
  const char *sid = tr_reservation_get_sid (reservation);
  g_autofree char *queue_name = tra_plain_text (tr_task_get_queue_name (task), MAX_NAME);
  /* Translators: %s is the name of a queue of callers: "Support". */
  g_autofree char *queue = g_strdup_printf (_("%s queue"), queue_name);
  g_autofree char *from = describe_origin (self, reservation, queue);
  int seconds = tra_duration_seconds_left (left_of (self, reservation));
  /* Translators: what a screen reader says of a call: "Support queue. 10 seconds left to answer." */
  g_autofree char *spoken = g_strdup_printf (
      ngettext ("%s. %d second left to answer.", "%s. %d seconds left to answer.", seconds), from,
      seconds);
  g_autofree char *caller = tra_facts_get_caller (task);
  /* Translators: %s is a caller's number. */
  g_autofree char *name = g_strdup_printf (is_call ? _("Incoming call from %s") : _("Incoming task: %s"),
                                           caller);

  gtk_window_set_title (GTK_WINDOW (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  spoken, -1);
  tra_heading_set_text (self->caller, caller, tr_task_get_caller (task));
  show_memory (self, task);
  show_facts (self, reservation);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->accept), "s", sid);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->reject), "s", sid);
  g_object_set (self->accept, "symbol", tra_facts_get_icon (task, TRUE), NULL);
  g_object_set (self->reject, "symbol", tra_facts_get_icon (task, FALSE), NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->caller));
  if (self->rehearsal != NULL)
    label_rehearsal (self);
}

static void
show_others (TraReservationPopup *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->others, 0)) != NULL)
    gtk_list_box_remove (self->others, GTK_WIDGET (row));
  for (guint i = 1; i < self->offers->len; i++)
    gtk_list_box_append (self->others,
                         tra_offer_row_new (self->session, g_ptr_array_index (self->offers, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->others), self->offers->len > 1);
}

static void
show_time (TraReservationPopup *self)
{
  TrReservation *first = first_offer (self);
  const char *busy = self->rehearsal == NULL ? tra_session_get_busy (self->session) : NULL;
  gint64 left = left_of (self, first);
  gint64 total = MAX (tr_reservation_get_timeout (first), 1) * (gint64) G_USEC_PER_SEC;
  GtkListBoxRow *row;

  gtk_widget_set_sensitive (GTK_WIDGET (self->others), !is_lost (self));
  gtk_widget_set_visible (GTK_WIDGET (self->unclear),
                          self->rehearsal == NULL && tra_session_is_unclear (self->session, first));
  tra_ticker_set_interval (self->ticker, TRA_TICK);
  if (is_lost (self))
    {
      tra_ring_show_paused (self->ring);
      gtk_widget_set_sensitive (self->buttons, FALSE);
      return;
    }

  /* With Accept pressed it stops where it is: the service holds its timer from then on. */
  if (g_strcmp0 (busy, "accept") != 0)
    tra_ring_show_countdown (self->ring, left, total, NULL);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->others, i)) != NULL; i++)
    tra_offer_row_update (TRA_OFFER_ROW (row));

  tra_busy_button_follow (self->accept, busy);
  tra_busy_button_follow (self->reject, busy);
  gtk_widget_set_sensitive (self->buttons, busy == NULL && left > 0);
}

static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (g_ptr_array_index (a, i) != g_ptr_array_index (b, i))
      return FALSE;

  return TRUE;
}

/* Comes up for each new offer once: one that the agent has hidden stays hidden. */
static void
present_new (TraReservationPopup *self)
{
  g_autoptr(GPtrArray) fresh = g_ptr_array_new ();

  for (guint i = 0; i < self->offers->len; i++)
    {
      TrReservation *reservation = g_ptr_array_index (self->offers, i);

      if (g_hash_table_add (self->seen, g_strdup (tr_reservation_get_sid (reservation))))
        g_ptr_array_add (fresh, reservation);
    }
  if (fresh->len > 0)
    gtk_window_present (GTK_WINDOW (self));
  for (guint i = 0; i < fresh->len && gtk_widget_get_mapped (GTK_WIDGET (self)); i++)
    tra_flight_note (self->session, tr_reservation_get_sid (g_ptr_array_index (fresh, i)),
                     TRA_FLIGHT_POPUP_MAPPED);
}

/* Of those that are open no more nothing need be known. */
static void
forget_ended (TraReservationPopup *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  GListModel *open = worker != NULL ? tr_worker_get_reservations (worker) : NULL;
  g_autoptr(GHashTable) seen = g_steal_pointer (&self->seen);

  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; open != NULL && i < g_list_model_get_n_items (open); i++)
    {
      g_autoptr(TrReservation) reservation = g_list_model_get_item (open, i);
      const char *sid = tr_reservation_get_sid (reservation);

      if (g_hash_table_contains (seen, sid))
        g_hash_table_add (self->seen, g_strdup (sid));
    }
}

static void
go_away (TraReservationPopup *self)
{
  tra_ticker_set_interval (self->ticker, 0);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
update (TraReservationPopup *self)
{
  g_autoptr(GPtrArray) before = g_steal_pointer (&self->offers);
  TrReservation *first;

  self->offers = find_offers (self, before);
  first = first_offer (self);
  forget_ended (self);
  if (first == NULL)
    {
      go_away (self);
      return;
    }

  if (before->len == 0 || first != g_ptr_array_index (before, 0))
    {
      self->armed_at = tr_clock_get_monotonic_time (tra_session_get_clock (self->session)) + ARMING_TIME;
      show_first (self, first);
    }
  if (self->rehearsal == NULL)
    show_origin (self, first);
  if (!is_same (before, self->offers))
    show_others (self);
  tra_offer_extras_set_reservation (self->extras, self->session,
                                    self->rehearsal == NULL ? first : NULL);
  show_time (self);
  present_new (self);
}

static void
ticked_cb (gpointer user_data)
{
  TraReservationPopup *self = user_data;

  if (gtk_widget_get_visible (GTK_WIDGET (self)) && is_lost (self))
    update (self); /* nobody tells when a paused one's time is up */
  else if (gtk_widget_get_visible (GTK_WIDGET (self)))
    show_time (self);
  else
    tra_ticker_set_interval (self->ticker, 0);
}

static gboolean
key_pressed_cb (TraReservationPopup *self)
{
  return tr_clock_get_monotonic_time (tra_session_get_clock (self->session)) < self->armed_at;
}

static void
tra_reservation_popup_dispose (GObject *object)
{
  TraReservationPopup *self = TRA_RESERVATION_POPUP (object);

  g_clear_pointer (&self->ticker, tra_ticker_free);
  g_clear_object (&self->history);
  g_clear_object (&self->rehearsal);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_RESERVATION_POPUP);
  G_OBJECT_CLASS (tra_reservation_popup_parent_class)->dispose (object);
}

static void
tra_reservation_popup_finalize (GObject *object)
{
  TraReservationPopup *self = TRA_RESERVATION_POPUP (object);

  g_ptr_array_unref (self->offers);
  g_hash_table_unref (self->seen);
  G_OBJECT_CLASS (tra_reservation_popup_parent_class)->finalize (object);
}

static void
tra_reservation_popup_class_init (TraReservationPopupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tra_reservation_popup_dispose;
  object_class->finalize = tra_reservation_popup_finalize;

  g_type_ensure (TRA_TYPE_ADAPTIVE_BOX);
  g_type_ensure (TRA_TYPE_BUSY_BUTTON);
  g_type_ensure (TRA_TYPE_CHIPS);
  g_type_ensure (TRA_TYPE_FACTS_CARD);
  g_type_ensure (TRA_TYPE_OFFER_EXTRAS);
  g_type_ensure (TRA_TYPE_HEADING);
  g_type_ensure (TRA_TYPE_RING);
  g_type_ensure (TRA_TYPE_SILENCE_LINE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-reservation-popup.ui");
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, accept);
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, buttons);
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, caller);
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, chips);
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, memory);
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, unclear);
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, extras);
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, facts);
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, others);
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, reject);
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, ring);
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, silence);
  gtk_widget_class_bind_template_child (widget_class, TraReservationPopup, window_title);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tra_reservation_popup_init (TraReservationPopup *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr(GtkWindowGroup) group = gtk_window_group_new (); /* lives as long as its window */

  self->offers = g_ptr_array_new_with_free_func (g_object_unref);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A group of its own: a modal dialog elsewhere must not keep a call from being answered. */
  gtk_window_group_add_window (group, GTK_WINDOW (self));

  tra_ring_set_label (self->ring, _("Time left to answer"));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
follow (TraReservationPopup *self, TraSession *session)
{
  self->session = g_object_ref (session);
  self->ticker = tra_ticker_new (tra_session_get_clock (session), ticked_cb, self);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * tra_reservation_popup_new:
 * @application: whose actions its buttons name
 * @session: whose offers it shows
 *
 * Makes the popup; it comes and goes by itself. Destroy it with gtk_window_destroy().
 *
 * Returns: (transfer none): the window, owned by the toolkit
 */
TraReservationPopup *
tra_reservation_popup_new (GtkApplication *application, TraSession *session)
{
  TraReservationPopup *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_RESERVATION_POPUP, "application", application, NULL);
  follow (self, session);
  return self;
}

/**
 * tra_reservation_popup_new_rehearsal:
 * @application: the program
 * @session: whose clock it counts down by
 * @reservation: what to show, known to no service
 *
 * Makes the same popup, shown at once, for a call that is none, and says so. Its buttons activate
 * "rehearsal.accept" and "rehearsal.reject" (s: its SID), which are the caller's to insert. Destroy it with
 * gtk_window_destroy().
 *
 * Returns: (transfer none): the window, owned by the toolkit
 */
TraReservationPopup *
tra_reservation_popup_new_rehearsal (GtkApplication *application,
                                     TraSession *session,
                                     TrReservation *reservation)
{
  TraReservationPopup *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);
  g_return_val_if_fail (TR_IS_RESERVATION (reservation), NULL);

  self = g_object_new (TRA_TYPE_RESERVATION_POPUP, "application", application, NULL);
  self->rehearsal = g_object_ref (reservation);
  self->rehearsal_until =
      tr_clock_get_monotonic_time (tra_session_get_clock (session)) +
      tr_reservation_get_timeout (reservation) * (gint64) G_USEC_PER_SEC;
  follow (self, session);
  return self;
}

/**
 * tra_reservation_popup_set_ringer:
 * @self: a popup
 * @ringer: what calls the agent to it; where that is not heard, the popup flashes
 */
void
tra_reservation_popup_set_ringer (TraReservationPopup *self, TraRinger *ringer)
{
  g_return_if_fail (TRA_IS_RESERVATION_POPUP (self));

  tra_silence_line_set_ringer (self->silence, ringer);
}

/**
 * tra_reservation_popup_set_history:
 * @self: a popup without a history
 * @history: the agent's own calls: what this desk remembers of a caller
 */
void
tra_reservation_popup_set_history (TraReservationPopup *self, TraHistory *history)
{
  g_return_if_fail (TRA_IS_RESERVATION_POPUP (self));
  g_return_if_fail (TRA_IS_HISTORY (history));

  g_set_object (&self->history, history);
}
