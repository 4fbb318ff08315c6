/*
 * The program between this process and a monitor's socket for whoever attaches, which is one for packets that
 * Node cannot open. It is Perl because that is there wherever Debian is, with sockets in its smallest part.
 *
 * It runs in the directory of the socket. Output goes to its own two outputs, input comes from its own; on
 * descriptor 3 it says a line when it is connected, empty or with the reason why it is not. When that is closed, by
 * whoever has started it or by the end of that, it takes what has already come and ends. It ends with 141 where
 * nobody reads its output any more. Signals of the terminal are not for it.
 *
 * It never waits to send: the monitor may be waiting for it to receive.
 */
export const attachProgram = `
use strict;
use Errno qw(EAGAIN EINTR);
use Socket;
$SIG{$_} = 'IGNORE' for qw(HUP INT QUIT TERM USR1 USR2 PIPE);
open(my $control, '+<&=', 3) or exit 1;
my $monitor;
unless (socket($monitor, AF_UNIX, SOCK_SEQPACKET, 0) && connect($monitor, pack_sockaddr_un('attach'))) {
  syswrite($control, "$!\\n");
  exit 1;
}
syswrite($control, "\\n");

sub put {
  my ($out, $data) = @_;
  while (length $data) {
    my $written = syswrite($out, $data);
    if (defined $written) { substr($data, 0, $written) = ''; next }
    exit 141 unless $! == EAGAIN || $! == EINTR;
    my $ready = '';
    vec($ready, fileno($out), 1) = 1;
    select(undef, $ready, undef, undef);
  }
}

# A packet is a byte for the stream, 3 for standard error, and what was written to it.
sub take {
  my $packet;
  unless (defined recv($monitor, $packet, 65536, MSG_DONTWAIT)) {
    return 0 if $! == EAGAIN || $! == EINTR;
    exit 0;
  }
  exit 0 if $packet eq '';
  put(ord($packet) == 3 ? *STDERR : *STDOUT, substr($packet, 1));
  return 1;
}

my ($open, $unsent) = (1, '');
while (1) {
  my ($readable, $writable) = ('', '');
  vec($readable, $_, 1) = 1 for fileno($monitor), 3;
  vec($readable, 0, 1) = 1 if $open && $unsent eq '';
  vec($writable, fileno($monitor), 1) = 1 if $unsent ne '';
  next if select($readable, $writable, undef, undef) < 0;
  take() if vec($readable, fileno($monitor), 1);
  if (vec($readable, 3, 1)) { 1 while take(); exit 0 }
  if ($open && $unsent eq '' && vec($readable, 0, 1)) {
    my $count = sysread(STDIN, $unsent, 8192);
    if (defined $count && $count == 0) { $open = 0; shutdown($monitor, 1) }
  }
  if ($unsent ne '') {
    if (defined send($monitor, $unsent, MSG_DONTWAIT)) { $unsent = '' }
    elsif ($! != EAGAIN && $! != EINTR) { ($open, $unsent) = (0, '') }
  }
}
`;
