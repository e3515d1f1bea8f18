/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-now-page.h"

#include "tra-adaptive-box.h"
#include "tra-context.h"
#include "tra-hero.h"

/**
 * TraNowPage:
 *
 * What is happening and what can be done about it, beside what is good to know; in a narrow window
 * the first above the second. No other page changes the state of a call.
 */
struct _TraNowPage
{
  AdwBin parent_instance;

  TraHero *hero;
  TraContext *context;
};

G_DEFINE_FINAL_TYPE (TraNowPage, tra_now_page, ADW_TYPE_BIN)

static void
tra_now_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_NOW_PAGE);
  G_OBJECT_CLASS (tra_now_page_parent_class)->dispose (object);
}

static void
tra_now_page_class_init (TraNowPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_now_page_dispose;
  g_type_ensure (TRA_TYPE_ADAPTIVE_BOX);
  g_type_ensure (TRA_TYPE_CONTEXT);
  g_type_ensure (TRA_TYPE_HERO);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-now-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TraNowPage, context);
  gtk_widget_class_bind_template_child (widget_class, TraNowPage, hero);
}

static void
tra_now_page_init (TraNowPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_now_page_set_session:
 * @self: a page without a session
 * @session: what it shows from now on
 */
void
tra_now_page_set_session (TraNowPage *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_NOW_PAGE (self));

  tra_hero_set_session (self->hero, session);
  tra_context_set_session (self->context, session);
}

/**
 * tra_now_page_write_note:
 * @self: a page
 *
 * Puts the focus where notes are written, if there is something to write about.
 */
void
tra_now_page_write_note (TraNowPage *self)
{
  g_return_if_fail (TRA_IS_NOW_PAGE (self));

  tra_context_write_note (self->context);
}

/**
 * tra_now_page_set_history:
 * @self: a page without a history
 * @history: the agent's own calls
 */
void
tra_now_page_set_history (TraNowPage *self, TraHistory *history)
{
  g_return_if_fail (TRA_IS_NOW_PAGE (self));

  tra_context_set_history (self->context, history);
}
