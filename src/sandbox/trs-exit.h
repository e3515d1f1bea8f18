/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Exit codes of task-router-sandbox, as its --help tells them. */
typedef enum
{
  TRS_EXIT_DONE = 0,
  TRS_EXIT_REFUSED = 1,     /* the sandbox said no, or could not start */
  TRS_EXIT_USAGE = 2,       /* the command line is wrong */
  TRS_EXIT_UNREACHABLE = 3, /* no sandbox answers there */
} TrsExit;

#define TRS_PROGRAM "task-router-sandbox"
