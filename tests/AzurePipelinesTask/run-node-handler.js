'use strict';

// Started by the mock test runner: sets what a test wants and runs the Node handler.
const path = require('node:path');
const taskFolder = path.resolve(__dirname, '../../src/AzurePipelinesTask/CloudPassword');
const { TaskMockRunner } = require(path.join(taskFolder, 'node_modules/azure-pipelines-task-lib/mock-run'));

const runner = new TaskMockRunner(path.join(taskFolder, 'index.js'));
for (const [name, value] of Object.entries(JSON.parse(process.env.TEST_INPUTS))) {
    runner.setInput(name, value);
}

runner.setAnswers({ which: { pwsh: process.env.TEST_SHELL }, checkPath: { [process.env.TEST_SHELL]: true } });
runner.run();
