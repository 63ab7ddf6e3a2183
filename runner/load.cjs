/* Teaches this process to load TypeScript, then starts the workbook. */
import('tsx/esm/api')
  .then(function (tsx) {
    tsx.register()
    return import('./main.ts')
  })
  .catch(function (error) {
    if (error && error.code === 'ERR_MODULE_NOT_FOUND' && /'tsx'/.test(error.message)) {
      process.stderr.write('The packages are not installed yet. Run this once: npm ci\n')
    } else {
      process.stderr.write(
        'The workbook could not start. This is our mistake, not yours.\n' + (error && error.stack) + '\n',
      )
    }
    process.exitCode = 2
  })
