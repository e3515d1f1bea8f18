/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-exit.h"
#include "trd-options.h"
#include "trd-service.h"

G_BEGIN_DECLS

typedef struct _TrdCommand TrdCommand;

/* @service: NULL for a command that asks nobody. @arguments: after noun and verb. */
typedef TrdExit (*TrdRun) (const TrdCommand *command,
                           TrdService *service,
                           const TrdOptions *options,
                           char **arguments);

struct _TrdCommand
{
  const char *noun;
  const char *verb;      /* "": the noun says it all */
  const char *arguments; /* "" or "NAME ACTIVITY": for the help */
  const char *summary;
  TrdRun run;
  guint8 min_arguments;
  guint8 max_arguments;  /* G_MAXUINT8: any number */
  TrdOptionFlags options;
  gboolean is_local;     /* needs no account */
  gconstpointer data;    /* for @run */
};

extern const TrdCommand trd_call_commands[];
extern const TrdCommand trd_completion_commands[];
extern const TrdCommand trd_conference_commands[];
extern const TrdCommand trd_create_commands[];
extern const TrdCommand trd_doctor_commands[];
extern const TrdCommand trd_event_commands[];
extern const TrdCommand trd_explain_commands[];
extern const TrdCommand trd_login_commands[];
extern const TrdCommand trd_queue_commands[];
extern const TrdCommand trd_resource_commands[];
extern const TrdCommand trd_stats_commands[];
extern const TrdCommand trd_task_commands[];
extern const TrdCommand trd_token_commands[];
extern const TrdCommand trd_watch_commands[];
extern const TrdCommand trd_worker_commands[];

const TrdCommand *const *trd_command_groups (void);
const TrdCommand *trd_command_find (const char *noun, const char *verb);
gboolean trd_confirm (const TrdOptions *options, const char *question);

G_END_DECLS
