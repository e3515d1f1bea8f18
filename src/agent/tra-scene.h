/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

/* What the agent can press on the page Now; the names of the pages of the hero's action stack. */
#define TRA_ACTIONS_NONE "none"
#define TRA_ACTIONS_GO_ONLINE "go-online"
#define TRA_ACTIONS_GO_OFFLINE "go-offline"
#define TRA_ACTIONS_OFFER "offer"
#define TRA_ACTIONS_RINGING "ringing"
#define TRA_ACTIONS_CALL "call"
#define TRA_ACTIONS_TASK "task"
#define TRA_ACTIONS_SIGN_IN "sign-in"
#define TRA_ACTIONS_TAKE_OVER "take-over"

/* The session's state in words: the same for the header, the page Now and the strip below the
 * other pages. */
typedef struct
{
  TraPhase phase;        /* the session's */
  TraPhase shown;        /* while the connection is lost: what goes on meanwhile */
  const char *icon_name; /* of the status */
  const char *tone;      /* the icon's style class */
  char *status;          /* a word or two for the header */
  char *over_title;      /* nullable */
  char *title;
  char *text;            /* nullable */
  char *number;          /* nullable: the title is this address, in groups */
  const char *actions;
  gboolean is_live;      /* the service is there to be asked */
} TraScene;

TraScene *tra_scene_new (TraSession *session);
void tra_scene_free (TraScene *self);
char *tra_scene_get_detail (TraScene *self, TraSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraScene, tra_scene_free)

G_END_DECLS
