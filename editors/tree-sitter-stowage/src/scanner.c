// Line breaks and brackets of Stowage for tree-sitter. A line break ends a declaration, a field or an
// element, but not inside of parentheses, and not where the next line plainly goes on. What bracket it
// is in is known here only, so brackets are read here, too; the state is their stack.

#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include <string.h>

enum Token {
  NEWLINE,
  OPEN_PAREN,
  CLOSE_PAREN,
  OPEN_BRACKET,
  CLOSE_BRACKET,
  OPEN_BRACE,
  CLOSE_BRACE,
  OPEN_INTERPOLATION,
};

enum Bracket { PAREN = 1, BRACKET = 2, BRACE = 3 };

#define DEEPEST 512

typedef struct {
  unsigned depth;
  char stack[DEEPEST];
} Scanner;

static Scanner *as_scanner(void *payload) { return (Scanner *)payload; }

void *tree_sitter_stowage_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_stowage_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_stowage_external_scanner_serialize(void *payload, char *buffer) {
  Scanner *scanner = as_scanner(payload);
  memcpy(buffer, scanner->stack, scanner->depth);
  return scanner->depth;
}

void tree_sitter_stowage_external_scanner_deserialize(void *payload, const char *buffer,
                                                      unsigned length) {
  Scanner *scanner = as_scanner(payload);
  scanner->depth = length;
  if (length > 0) memcpy(scanner->stack, buffer, length);
}

static bool is_space(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == 0xFEFF; }

static bool is_word(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Passes over white space and comments, without making them part of a token. Gives false at a slash
// that begins no comment.
static bool pass_over(TSLexer *lexer) {
  for (;;) {
    while (is_space(lexer->lookahead) || lexer->lookahead == '\n') lexer->advance(lexer, false);
    if (lexer->lookahead != '/') return true;
    lexer->advance(lexer, false);
    if (lexer->lookahead == '/') {
      while (lexer->lookahead != '\n' && !lexer->eof(lexer)) lexer->advance(lexer, false);
    } else if (lexer->lookahead == '*') {
      lexer->advance(lexer, false);
      for (bool star = false; !lexer->eof(lexer);) {
        bool closes = star && lexer->lookahead == '/';
        star = lexer->lookahead == '*';
        lexer->advance(lexer, false);
        if (closes) break;
      }
    } else {
      return false;
    }
  }
}

// Whether the line that begins here goes on with the one before.
static bool continues(TSLexer *lexer) {
  if (!pass_over(lexer)) return false;
  int32_t first = lexer->lookahead;
  if (first == ':') return true;
  if (first == '?') return true;
  if (first == '.') {
    // Three dots begin a field or an element of their own.
    lexer->advance(lexer, false);
    return lexer->lookahead != '.';
  }
  if (first == '&' || first == '|') return true;
  if (first != 'f' && first != 'i' && first != 'w') return false;
  const char *word = first == 'f' ? "for" : first == 'i' ? "if" : "where";
  for (; *word != 0 && lexer->lookahead == *word; word++) lexer->advance(lexer, false);
  if (*word != 0 || is_word(lexer->lookahead)) return false;
  // As the key of a field it is a word like others.
  while (is_space(lexer->lookahead)) lexer->advance(lexer, false);
  return lexer->lookahead != ':' && lexer->lookahead != '=' && lexer->lookahead != '?';
}

static bool open(Scanner *scanner, TSLexer *lexer, enum Bracket bracket, enum Token token) {
  lexer->advance(lexer, false);
  lexer->mark_end(lexer);
  if (scanner->depth < DEEPEST) scanner->stack[scanner->depth++] = (char)bracket;
  lexer->result_symbol = token;
  return true;
}

static bool close(Scanner *scanner, TSLexer *lexer, enum Token token) {
  lexer->advance(lexer, false);
  lexer->mark_end(lexer);
  if (scanner->depth > 0) scanner->depth--;
  lexer->result_symbol = token;
  return true;
}

bool tree_sitter_stowage_external_scanner_scan(void *payload, TSLexer *lexer,
                                               const bool *valid) {
  Scanner *scanner = as_scanner(payload);
  if (valid[OPEN_INTERPOLATION] && lexer->lookahead == '$') {
    lexer->advance(lexer, false);
    return lexer->lookahead == '{' && open(scanner, lexer, PAREN, OPEN_INTERPOLATION);
  }
  // Inside of a string white space is text.
  if (valid[OPEN_INTERPOLATION] && !valid[NEWLINE]) return false;
  char top = scanner->depth > 0 ? scanner->stack[scanner->depth - 1] : 0;
  bool counts = valid[NEWLINE] && top != PAREN;
  while (is_space(lexer->lookahead) || (lexer->lookahead == '\n' && !counts)) {
    lexer->advance(lexer, true);
  }
  switch (lexer->lookahead) {
  case '\n':
    lexer->advance(lexer, false);
    lexer->mark_end(lexer);
    lexer->result_symbol = NEWLINE;
    return !continues(lexer);
  case '(':
    return valid[OPEN_PAREN] && open(scanner, lexer, PAREN, OPEN_PAREN);
  case '[':
    return valid[OPEN_BRACKET] && open(scanner, lexer, BRACKET, OPEN_BRACKET);
  case '{':
    return valid[OPEN_BRACE] && open(scanner, lexer, BRACE, OPEN_BRACE);
  case ')':
    return valid[CLOSE_PAREN] && close(scanner, lexer, CLOSE_PAREN);
  case ']':
    return valid[CLOSE_BRACKET] && close(scanner, lexer, CLOSE_BRACKET);
  case '}':
    return valid[CLOSE_BRACE] && close(scanner, lexer, CLOSE_BRACE);
  default:
    return false;
  }
}
