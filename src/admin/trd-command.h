/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-exit.h"
#include "trd-service.h"
#include "trd-table.h"

G_BEGIN_DECLS

/* What a command may be told beside its arguments. */
typedef enum
{
  TRD_OPTION_LIMIT = 1 << 0,
  TRD_OPTION_STATUS = 1 << 1,
  TRD_OPTION_ALL = 1 << 2,
  TRD_OPTION_YES = 1 << 3, /* and --dry-run */
  TRD_OPTION_WRAPPING = 1 << 4, /* and --older-than */
  TRD_OPTION_TOKEN = 1 << 5, /* --ttl, --kind */
} TrdOptionFlags;

typedef struct
{
  TrdFormat format;
  char *workspace; /* owned, nullable */
  int limit;       /* 0: all */
  char *status;    /* owned, nullable */
  gboolean all;
  gboolean yes;
  gboolean dry_run;
  gboolean wrapping;
  gint64 older_than; /* seconds */
  int ttl;           /* seconds */
  char *kind;        /* owned, nullable */
} TrdOptions;

typedef struct _TrdCommand TrdCommand;

/* @service: NULL for a command that asks nobody. @arguments: after noun and verb. */
typedef TrdExit (*TrdRun) (const TrdCommand *command,
                           TrdService *service,
                           const TrdOptions *options,
                           char **arguments);

struct _TrdCommand
{
  const char *noun;
  const char *verb;
  const char *arguments; /* "" or "NAME ACTIVITY": for the help */
  const char *summary;
  TrdRun run;
  guint8 min_arguments;
  guint8 max_arguments;  /* G_MAXUINT8: any number */
  TrdOptionFlags options;
  gboolean is_local;     /* needs no account */
  gconstpointer data;    /* for @run */
};

extern const TrdCommand trd_worker_commands[];
extern const TrdCommand trd_queue_commands[];
extern const TrdCommand trd_task_commands[];
extern const TrdCommand trd_conference_commands[];
extern const TrdCommand trd_call_commands[];
extern const TrdCommand trd_token_commands[];
extern const TrdCommand trd_resource_commands[];

const TrdCommand *const *trd_command_groups (void);
const TrdCommand *trd_command_find (const char *noun, const char *verb);
gboolean trd_confirm (const TrdOptions *options, const char *question);

G_END_DECLS
