/*
 * The first file that runs. It is old-fashioned JavaScript on purpose: it has to be understood by the
 * Node versions that the rest is too new for, so that they get a sentence and not a stack trace.
 */
var supported = '20.19, 22.12, 24 or newer'

function isSupported(version) {
  var parts = version.split('.').map(Number)
  var major = parts[0]
  var minor = parts[1]
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24
}

if (!isSupported(process.versions.node)) {
  process.stderr.write(
    'Socket Workbook needs Node ' +
      supported +
      '. This is Node ' +
      process.versions.node +
      '.\n' +
      'Install a newer one from https://nodejs.org, or with nvm: nvm install\n',
  )
  process.exitCode = 3
} else {
  // Without a listener this signal opens a debugger, through which any program of this user can rewrite a verdict.
  process.on('SIGUSR1', function () {})
  void require('./load.cjs')('main')
}
