/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-table.h"

G_BEGIN_DECLS

/* What a command may be told beside its arguments. */
typedef enum
{
  TRD_OPTION_LIMIT = 1 << 0,
  TRD_OPTION_STATUS = 1 << 1,
  TRD_OPTION_ALL = 1 << 2,
  TRD_OPTION_YES = 1 << 3,      /* and --dry-run */
  TRD_OPTION_WRAPPING = 1 << 4, /* and --older-than */
  TRD_OPTION_TOKEN = 1 << 5,    /* --ttl, --kind */
  TRD_OPTION_MINUTES = 1 << 6,
  TRD_OPTION_EVENTS = 1 << 7,   /* --type, --task, --worker, --queue */
  TRD_OPTION_LOGIN = 1 << 8,    /* --account, --api-key */
  TRD_OPTION_ASK = 1 << 9,      /* --yes */
  TRD_OPTION_TEST = 1 << 16,
} TrdOptionFlags;

/* A number that was not given. */
#define TRD_OPTION_UNSAID G_MININT

typedef struct
{
  TrdFormat format;
  char *workspace; /* owned, nullable */
  char *profile;   /* owned, nullable */
  int limit;       /* 0: all */
  char *status;    /* owned, nullable */
  gboolean all;
  gboolean yes;
  gboolean dry_run;
  gboolean wrapping;
  gint64 older_than; /* seconds */
  int ttl;           /* seconds; or TRD_OPTION_UNSAID */
  char *kind;        /* owned, nullable */
  int minutes;       /* 0: not said */
  char *type;        /* owned, nullable */
  char *task;        /* owned, nullable */
  char *worker;      /* owned, nullable */
  char *queue;       /* owned, nullable */
  char *account;     /* owned, nullable: its SID */
  char *api_key;     /* owned, nullable: its SID */
  gboolean test;

  /* Of no command. */
  gboolean can_dry_run; /* the command has --dry-run */
  gboolean json;
  gboolean json_lines;
  gboolean help;
  gboolean version;
  char *older_than_text; /* owned, nullable */
} TrdOptions;

/* One option: of the command line, the help, the completion. */
typedef struct
{
  const char *name;
  char letter;          /* or 0 */
  GOptionArg type;      /* NONE, INT or STRING */
  gsize offset;         /* into TrdOptions */
  const char *argument; /* nullable */
  TrdOptionFlags flag;  /* 0: every command has it */
  const char *summary;
} TrdOption;

const TrdOption *trd_options_get_table (gsize *n_options);
gboolean trd_options_parse (TrdOptions *self, int *argc, char ***argv);
const char *trd_options_find_foreign (const TrdOptions *self, TrdOptionFlags known);
void trd_options_clear (TrdOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrdOptions, trd_options_clear)

G_END_DECLS
